package io.millrace.node.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowControlTest {

    private static final long MIB = 1 << 20;
    private static final Duration SHORTEST_NAP = Duration.ofMillis(1);
    private static final Duration LONGEST_NAP = Duration.ofMillis(10);

    /** Half of the budget's share of 16 MiB may wait: 8 MiB, of which 4 are anybody's and 2 each lane's. */
    private final FlowControl flow = new FlowControl(new MemoryBudget(256 * MIB), Map.of());

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, FeedLane> lanes = new LinkedHashMap<>();
    private final FeedLane first = lane(0);
    private final FeedLane second = lane(1);

    @BeforeEach
    void assign() {
        consumer.assign(lanes.keySet());
    }

    @Test
    void pausesTheFullLaneAndResumesItWhenThereIsHalfTheRoom() {
        assertThat(flow.steer(consumer, lanes)).isEqualTo(FlowControl.POLL);

        Chunk large = waiting(first, 3 * MIB);
        assertThat(flow.steer(consumer, lanes)).isEqualTo(FlowControl.POLL);
        Chunk larger = waiting(first, 3 * MIB);
        waiting(second, MIB);
        flow.steer(consumer, lanes);
        assertThat(consumer.paused()).containsExactly(first.key);

        first.accepted(large);
        flow.steer(consumer, lanes);
        assertThat(consumer.paused()).containsExactly(first.key);
        first.accepted(larger);
        assertThat(flow.steer(consumer, lanes)).isEqualTo(FlowControl.POLL);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void looksOftenAfterAPauseAndLessOftenTheLongerItLasts() {
        Chunk large = waiting(first, 5 * MIB);

        assertThat(flow.steer(consumer, lanes)).isEqualTo(SHORTEST_NAP);
        assertThat(flow.steer(consumer, lanes)).isGreaterThan(SHORTEST_NAP).isLessThan(LONGEST_NAP);
        for (int i = 0; i < 100; i++) {
            flow.steer(consumer, lanes);
        }
        assertThat(flow.steer(consumer, lanes)).isEqualTo(LONGEST_NAP);

        first.accepted(large);
        flow.steer(consumer, lanes);
        waiting(first, 5 * MIB);
        assertThat(flow.steer(consumer, lanes)).isEqualTo(SHORTEST_NAP);
    }

    @Test
    void pausesEverythingWhenTheUserSaysSo() {
        flow.pause(true);

        assertThat(flow.steer(consumer, lanes)).isEqualTo(SHORTEST_NAP);
        assertThat(consumer.paused()).containsExactlyInAnyOrder(first.key, second.key);

        flow.pause(false);
        assertThat(flow.steer(consumer, lanes)).isEqualTo(FlowControl.POLL);
        assertThat(consumer.paused()).isEmpty();
    }

    private FeedLane lane(int partition) {
        FeedLane lane = new FeedLane(new TopicPartition("t", partition), 0, (reopened, cause) -> {});
        lane.fetching = true;
        lanes.put(lane.key, lane);
        return lane;
    }

    private static Chunk waiting(FeedLane lane, long bytes) {
        Chunk chunk = new Chunk(lane, List.of(), 0, bytes);
        lane.count(chunk);
        return chunk;
    }
}
