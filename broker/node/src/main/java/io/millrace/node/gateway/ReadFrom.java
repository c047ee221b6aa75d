package io.millrace.node.gateway;

import io.millrace.api.feed.Partition;
import io.millrace.node.topics.PartitionOffsets;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a reader begins: the query parameter {@code from}. */
final class ReadFrom {

    private enum Form {
        EARLIEST,
        LATEST,
        OFFSET,
        TIME
    }

    private final Form form;
    private final long offset;
    private final Instant time;

    private ReadFrom(Form form, long offset, Instant time) {
        this.form = form;
        this.offset = offset;
        this.time = time;
    }

    /** Reports to the query what is none of the forms. */
    static ReadFrom of(Query query) {
        String text = query.text("from").orElse("earliest");
        if (text.equals("earliest") || text.equals("latest")) {
            return new ReadFrom(text.equals("latest") ? Form.LATEST : Form.EARLIEST, 0, Instant.EPOCH);
        }
        if (text.matches("\\d{1,18}")) {
            return new ReadFrom(Form.OFFSET, Long.parseLong(text), Instant.EPOCH);
        }
        try {
            // A plus in a query is read as a space.
            return new ReadFrom(
                    Form.TIME, 0, OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeParseException neither) {
            query.problem(
                    "from",
                    "from=" + text + " is no place to read from.",
                    "Write earliest, latest, an offset, or a time such as 2026-01-31T12:00:00Z.");
            return new ReadFrom(Form.EARLIEST, 0, Instant.EPOCH);
        }
    }

    /** From there to what is the end now. */
    Future<Range> offsets(PartitionOffsets offsets, Set<Partition> partitions) {
        Future<Map<Partition, Long>> since =
                form == Form.TIME ? offsets.since(partitions, time) : Future.succeededFuture(Map.of());
        return Future.all(offsets.starts(partitions), offsets.committedEnds(partitions), since)
                .map(all -> range(all.resultAt(0), all.resultAt(1), all.resultAt(2)));
    }

    private Range range(Map<Partition, Long> first, Map<Partition, Long> ends, Map<Partition, Long> since) {
        Map<Partition, Long> starts = ends.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> switch (form) {
                    case EARLIEST -> first.get(partition);
                    case LATEST -> ends.get(partition);
                    case OFFSET -> Math.max(first.get(partition), Math.min(offset, ends.get(partition)));
                    case TIME -> since.get(partition) < 0 ? ends.get(partition) : since.get(partition);
                }));
        return new Range(starts, ends);
    }

    /**
     * What to read.
     *
     * @param starts first offset, by partition
     * @param ends offset to stop before; {@link Long#MAX_VALUE} for never
     */
    record Range(Map<Partition, Long> starts, Map<Partition, Long> ends) {

        /** The same without an end. */
        Range endless() {
            return new Range(
                    starts,
                    ends.keySet().stream().collect(Collectors.toMap(partition -> partition, never -> Long.MAX_VALUE)));
        }

        boolean isEndless() {
            return ends.containsValue(Long.MAX_VALUE);
        }
    }
}
