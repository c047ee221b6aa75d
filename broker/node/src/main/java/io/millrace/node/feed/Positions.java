package io.millrace.node.feed;

import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.Partition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a member reads from and what it has committed. Poll thread, except where said. */
final class Positions {

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);
    private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(10);

    private final FeedSetup setup;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, FeedLane> lanes;
    private final Map<Partition, Long> committed;

    /**
     * @param lanes the member's own, as they come and go
     * @param committed by partition: what was committed last, {@link FeedLane#NONE} for nothing; others read it
     */
    Positions(
            FeedSetup setup,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, FeedLane> lanes,
            ConcurrentHashMap<Partition, Long> committed) {
        this.setup = setup;
        this.consumer = consumer;
        this.lanes = lanes;
        this.committed = committed;
    }

    /** @param offset {@link FeedLane#NONE} for where the feed starts without a committed offset */
    void seek(TopicPartition partition, long offset) {
        if (offset >= 0) {
            consumer.seek(partition, offset);
            return;
        }
        FeedSpec.Start start = setup.spec().start();
        switch (start.position()) {
            case EARLIEST -> consumer.seekToBeginning(Set.of(partition));
            case LATEST -> consumer.seekToEnd(Set.of(partition));
            case TIMESTAMP -> seekToTime(partition, start.at().toEpochMilli());
        }
    }

    private void seekToTime(TopicPartition partition, long atMs) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, atMs)).get(partition);
        if (found == null) {
            consumer.seekToEnd(Set.of(partition));
        } else {
            consumer.seek(partition, found.offset());
        }
    }

    void goOnAtEarliest(OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(gone.partitions());
        gone.offsetOutOfRangePartitions().forEach((partition, wanted) -> {
            long next = earliest.get(partition);
            setup.meters().offsetsLost.increment((double) Math.max(0, next - wanted));
            LOG.atError()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", wanted)
                    .addKeyValue("earliest", next)
                    .log("records were removed by retention before they were read; going on at the earliest");
            consumer.seek(partition, next);
            lanes.get(partition).fetchedTo = next;
        });
    }

    /** True when the lane fetches and the broker has nothing more for it. */
    boolean atEnd(FeedLane lane) {
        return lane.fetching && consumer.currentLag(lane.key).orElse(1) == 0;
    }

    /** Commits what is durable, without waiting. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> due = due(lanes.values());
        if (!due.isEmpty()) {
            consumer.commitAsync(due, (offsets, failure) -> {
                if (failure == null) {
                    done(offsets);
                }
            });
        }
    }

    /** Commits what is durable in lanes that are given up, and waits for it. */
    void commitLast(Collection<FeedLane> leaving) {
        Map<TopicPartition, OffsetAndMetadata> due = due(leaving);
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, COMMIT_DEADLINE);
        } catch (KafkaException failed) {
            LOG.atWarn()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("error", failed.toString())
                    .log("offsets were not committed; the next owner reads these records again");
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> due(Collection<FeedLane> lanes) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (FeedLane lane : lanes) {
            long offset = lane.committable();
            if (offset > lane.committed) {
                due.put(lane.key, new OffsetAndMetadata(offset));
            }
        }
        return due;
    }

    private void done(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            FeedLane lane = lanes.get(partition);
            if (lane != null) {
                lane.committed = Math.max(lane.committed, offset.offset());
            }
            committed.put(new Partition(partition.topic(), partition.partition()), offset.offset());
        });
    }
}
