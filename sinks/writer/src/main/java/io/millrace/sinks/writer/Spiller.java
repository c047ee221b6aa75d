package io.millrace.sinks.writer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps what the open files of a task hold within its share of the memory: above it, the largest give what they can to their
 * outputs, and stay open. What a file holds for good counts as well, and leaves less room for the rest. Not thread-safe.
 */
final class Spiller {

    /** The files are looked at this often while a share fills, counted in bytes of records. */
    private static final int LOOKS_A_SHARE = 16;

    /** Of the share at least, even if files hold so much for good: room for what is worth spilling. */
    private static final int LEAST_ROOM = 4;

    private final LongSupplier share;
    private final Collection<LaneWriter> lanes;
    private final SinkMeters meters;
    private long unseen; // bytes of records since the last look
    private long limit; // as it was then, as the next is
    private int files;

    /**
     * @param share bytes; may change
     * @param lanes those that are open; may change
     */
    Spiller(LongSupplier share, Collection<LaneWriter> lanes, SinkMeters meters) {
        this.share = share;
        this.lanes = lanes;
        this.meters = meters;
    }

    /** Bytes of a record, or of a new file, are held now. */
    void took(int bytes) {
        unseen += bytes;
        if (unseen >= limit / LOOKS_A_SHARE) {
            look();
        }
    }

    /** For what changes without records: files that have ended, and the share. */
    void tick() {
        int now = lanes.stream().mapToInt(lane -> lane.openFiles().size()).sum();
        if (unseen > 0 || files != now || limit != share.getAsLong()) {
            look();
        }
    }

    private void look() {
        unseen = 0;
        limit = share.getAsLong();
        files = 0;
        long held = 0;
        long spillable = 0;
        for (LaneWriter lane : lanes) {
            for (OpenFile file : lane.openFiles()) {
                files++;
                held += file.held();
                spillable += Math.max(0, file.spillable());
            }
        }
        long room = Math.max(limit / LEAST_ROOM, limit - (held - spillable));
        if (spillable > room) {
            held -= spill(spillable - room / 2);
        }
        meters.open(files, held);
    }

    /** @return bytes of memory that are free now */
    private long spill(long wanted) {
        List<Spill> all = new ArrayList<>();
        for (LaneWriter lane : lanes) {
            lane.openFiles().forEach(file -> all.add(new Spill(file, file.spillable())));
        }
        all.sort(Comparator.comparingLong(Spill::bytes).reversed());
        long freed = 0;
        for (Spill largest : all) {
            if (freed >= wanted || largest.bytes <= 0) {
                break;
            }
            largest.file.spill();
            freed += largest.bytes;
        }
        meters.spilled(freed);
        return freed;
    }

    private record Spill(OpenFile file, long bytes) {}
}
