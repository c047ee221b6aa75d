package io.millrace.sinks.writer;

import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Lane;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of one lane, from its opening to its end.
 *
 * <p>Records go into open files. When a limit is reached all of them are sealed; what is sealed is published at once, or as soon as
 * the dead letters of rejected records before its end are there. After an exception only {@link #drop()} may be called.
 */
final class LaneWriter {

    private static final long NONE = -1;

    private final Lane lane;
    private final SinkPlan plan;
    private final Storage storage;
    private final Area area;
    private final IntentLog log;
    private final SinkMeters meters;
    private final Spiller spiller;
    private List<String> leftovers;

    private final Map<String, OpenFile> open = new LinkedHashMap<>();
    private final List<Intent.File> ended = new ArrayList<>(); // before the others that are open, by their format
    private List<Intent.File> sealed = new ArrayList<>();
    private long start; // of the next intent; NONE until a first record says where the sink begins
    private long end; // offset after the last record taken
    private long sealedEnd; // offset after the last record sealed
    private long records; // in open files
    private long firstTimeMs = Long.MIN_VALUE; // of those records, or of earlier ones where the first is late
    private long newestTimeMs = Long.MIN_VALUE; // of those records
    private Instant nextScheduled;
    private boolean promised; // an intent may name what is sealed

    /**
     * @param position the offset the lane goes on from; -1 when the feed decides
     * @param leftovers outputs of earlier owners
     */
    LaneWriter(
            Lane lane,
            SinkPlan plan,
            Storage storage,
            Area area,
            IntentLog log,
            long position,
            List<String> leftovers,
            Instant now,
            SinkMeters meters,
            Spiller spiller) {
        this.lane = lane;
        this.plan = plan;
        this.storage = storage;
        this.area = area;
        this.log = log;
        this.start = log.newest().map(Intent::end).orElse(position);
        this.end = position;
        this.sealedEnd = position;
        this.leftovers = leftovers;
        this.nextScheduled = plan.rotation().nextScheduled(now);
        this.meters = meters;
        this.spiller = spiller;
    }

    Lane lane() {
        return lane;
    }

    Collection<OpenFile> openFiles() {
        return open.values();
    }

    /** The offset the lane goes on from; -1 when the feed decides. */
    long position() {
        return end;
    }

    /** @param rejections takes the records that cannot be written */
    void accept(Batch batch, List<Rejection> rejections) throws IOException {
        long limit = lane.rejectedFrom();
        for (ConsumedRecord record : batch) {
            if (record.offset() < end) {
                continue; // taken before
            }
            begin(record.offset());
            try {
                write(record);
            } catch (DeliveryException told) {
                if (told.steer() != DeliveryException.Steer.REJECTED) {
                    throw told;
                }
                rejections.add(new Rejection(record, told));
                limit = Math.min(limit, record.offset());
            }
            end = record.offset() + 1;
            if (records >= plan.rotation().flushSize()) {
                seal();
                settle(limit);
            }
        }
        begin(batch.nextOffset());
        end = Math.max(end, batch.nextOffset());
        settle(limit);
    }

    private void begin(long offset) {
        if (start == NONE) {
            start = offset;
        }
    }

    private void write(ConsumedRecord record) throws IOException {
        if (plan.ignoreNulls() && record.value() == null) {
            return;
        }
        long intervalMs = plan.rotation().intervalMs();
        long timeMs = intervalMs > 0 ? plan.time().timeMs(record) : 0;
        if (intervalMs > 0 && records > 0 && timeMs - firstTimeMs >= intervalMs) {
            seal();
        }
        String folder = plan.partitioner().folder(record);
        OpenFile file = open.get(folder);
        if (file == null) {
            file = create(folder, record);
        }
        try {
            if (!file.write(record)) {
                open.remove(folder);
                ended.add(file.seal());
                file = create(folder, record);
                file.write(record);
            }
        } catch (DeliveryException rejected) {
            if (file.isEmpty()) { // its name has the offset of its first record, which this one is not
                open.remove(folder);
                file.drop();
            }
            throw rejected;
        }
        if (intervalMs > 0) {
            passed(timeMs);
        }
        records++;
        spiller.took(record.value() == null ? 0 : record.value().length);
    }

    /**
     * A span does not begin with a record that is late, for the next one that is not would end it at once. Late is what is older than
     * the span before, unless all of that was.
     */
    private void passed(long timeMs) {
        if (records == 0) {
            firstTimeMs = Math.max(timeMs, Math.min(firstTimeMs, newestTimeMs));
            newestTimeMs = timeMs;
        } else {
            newestTimeMs = Math.max(newestTimeMs, timeMs);
        }
    }

    private OpenFile create(String folder, ConsumedRecord record) throws IOException {
        if (open.size() >= plan.rotation().maxOpenFiles()) {
            seal();
        }
        String name = plan.names()
                .name(
                        record.topic(),
                        folder,
                        record.partition(),
                        record.offset(),
                        plan.format().extension());
        OpenFile file = OpenFile.create(storage, area, name, plan.format());
        open.put(folder, file);
        spiller.took(OpenFile.LEAST_HELD);
        return file;
    }

    /** What goes by the clock; and what waited for dead letters. */
    void tick(Instant now) throws IOException {
        boolean scheduled = !now.isBefore(nextScheduled);
        if (scheduled) {
            nextScheduled = plan.rotation().nextScheduled(now);
        }
        boolean old = plan.time().isWallClock()
                && plan.rotation().intervalMs() > 0
                && now.toEpochMilli() - firstTimeMs >= plan.rotation().intervalMs();
        if (records > 0 && (scheduled || old)) {
            seal();
        }
        settle(lane.rejectedFrom());
    }

    /** Publishes all that may be published. */
    void flush() throws IOException {
        seal();
        settle(lane.rejectedFrom());
    }

    /** Ends all open files. */
    private void seal() throws IOException {
        for (OpenFile file : open.values()) {
            file.finish(); // all before the first is waited for
        }
        for (OpenFile file : open.values()) {
            sealed.add(file.seal());
        }
        sealed.addAll(ended);
        open.clear();
        ended.clear();
        records = 0;
        sealedEnd = end;
    }

    /**
     * Publishes what is sealed and reports what is durable.
     *
     * @param limit the first rejected record whose dead letter is not there
     */
    private void settle(long limit) throws IOException {
        if (!sealed.isEmpty() && sealedEnd <= limit) {
            publish();
        }
        if (sealed.isEmpty() && open.isEmpty() && end != NONE && end <= limit) {
            lane.durable(end);
        }
    }

    private void publish() throws IOException {
        Intent intent = new Intent(log.nextNumber(), start, sealedEnd, sealed);
        promised = true;
        if (!log.add(intent)) {
            promised = false;
            throw DeliveryException.unavailable("another owner of " + lane.partition() + " has written it", null);
        }
        if (!storage.publish(intent.files()).isEmpty()) {
            throw DeliveryException.unavailable(
                    "files of " + lane.partition() + " went away while they were published", null);
        }
        log.markPublished(intent);
        sealed = new ArrayList<>();
        promised = false;
        start = intent.end();
        meters.published(intent);
        lane.durable(intent.end());
        leftovers.forEach(storage::drop);
        leftovers = List.of();
        log.prune(lane.committed());
    }

    /** Forgets everything that is not promised. */
    void drop() {
        open.values().forEach(OpenFile::drop);
        open.clear();
        ended.forEach(file -> storage.drop(file.output()));
        ended.clear();
        if (!promised) {
            sealed.forEach(file -> storage.drop(file.output()));
        }
        sealed = new ArrayList<>();
    }
}
