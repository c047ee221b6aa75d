package io.millrace.node.topics;

import io.millrace.api.feed.Partition;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.topics.PartitionReader.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * When the records at given offsets were written. Kafka has no question for that: the records are read, one a partition, by one
 * reader that is kept, and what was found is remembered. Any thread; look-ups wait for each other.
 */
final class RecordAges {

    private static final Limits ONE_RECORD = new Limits(1, 64 << 10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_UP_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int REMEMBERED = 4096;

    private final Vertx vertx;
    private final KafkaAccess access;
    private final Context context;
    private final Map<Position, Long> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private PartitionReader reader;
    private Future<Void> turn = Future.succeededFuture();

    RecordAges(Vertx vertx, KafkaAccess access) {
        this.vertx = vertx;
        this.access = access;
        this.context = vertx.getOrCreateContext();
    }

    /**
     * Timestamps, in milliseconds since the epoch, of the first records at or after these offsets. A partition without such a
     * record, or one that does not answer in three seconds, is left out.
     */
    Future<Map<Partition, Long>> timestamps(Map<Partition, Long> offsets) {
        Promise<Map<Partition, Long>> answer = Promise.promise();
        context.runOnContext(on -> turn =
                turn.compose(free -> lookUp(offsets)).onComplete(answer).transform(done -> Future.succeededFuture()));
        return Future.fromCompletionStage(answer.future().toCompletionStage(), vertx.getOrCreateContext());
    }

    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(on -> turn = turn.compose(free -> drop()).onComplete(closed));
        return closed.future();
    }

    private Future<Map<Partition, Long>> lookUp(Map<Partition, Long> offsets) {
        Map<Partition, Long> found = new HashMap<>();
        Map<Partition, Long> missing = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            Long timestamp = known.get(new Position(partition, offset));
            if (timestamp != null) {
                found.put(partition, timestamp);
            } else {
                missing.put(partition, offset);
            }
        });
        if (missing.isEmpty()) {
            return Future.succeededFuture(found);
        }
        long deadline = System.nanoTime() + LOOK_UP_NANOS;
        return at(missing)
                .compose(at -> read(missing, found, deadline))
                .recover(failure -> drop().transform(dropped -> Future.failedFuture(failure)));
    }

    private Future<Void> at(Map<Partition, Long> offsets) {
        if (reader != null) {
            return reader.seek(offsets);
        }
        return PartitionReader.open(vertx, access, "millrace-lag", ONE_RECORD, offsets)
                .onSuccess(opened -> reader = opened)
                .mapEmpty();
    }

    private Future<Map<Partition, Long>> read(Map<Partition, Long> missing, Map<Partition, Long> found, long deadline) {
        if (missing.isEmpty() || System.nanoTime() > deadline) {
            return Future.succeededFuture(found);
        }
        return reader.poll(POLL)
                .compose(records -> reader.pause(take(records, missing, found)))
                .compose(paused -> read(missing, found, deadline));
    }

    private Set<Partition> take(
            ConsumerRecords<byte[], byte[]> records, Map<Partition, Long> missing, Map<Partition, Long> found) {
        Set<Partition> taken =
                records.partitions().stream().map(PartitionOffsets::ours).collect(Collectors.toSet());
        for (Partition partition : taken) {
            long timestamp =
                    records.records(PartitionOffsets.kafka(partition)).get(0).timestamp();
            found.put(partition, timestamp);
            known.put(new Position(partition, missing.remove(partition)), timestamp);
        }
        return taken;
    }

    private Future<Void> drop() {
        PartitionReader old = reader;
        reader = null;
        return old == null ? Future.succeededFuture() : old.close();
    }

    private record Position(Partition partition, long offset) {}
}
