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
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(10);

    /** Half of the budget's share of 16 MiB may wait: 8 MiB, of which 4 are anybody's and 2 each lane's. */
    private final FlowControl flow = new FlowControl(new MemoryBudget(256 * MIB), Map.of());

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, FeedLane> lanes = new LinkedHashMap<>();
    private final FeedLane first = lane(0);
    private final FeedLane second = lane(1);
    private long now = System.nanoTime();

    @BeforeEach
    void assign() {
        consumer.assign(lanes.keySet());
    }

    @Test
    void pausesTheFullLaneAndResumesItWhenThereIsHalfTheRoom() {
        assertThat(steer()).isEqualTo(FlowControl.POLL_TIMEOUT);

        Chunk large = waiting(first, 3 * MIB);
        assertThat(steer()).isEqualTo(FlowControl.POLL_TIMEOUT);
        Chunk larger = waiting(first, 3 * MIB);
        waiting(second, MIB);
        steer();
        assertThat(consumer.paused()).containsExactly(first.key);

        first.accepted(large);
        steer();
        assertThat(consumer.paused()).containsExactly(first.key);
        first.accepted(larger);
        assertThat(steer()).isEqualTo(FlowControl.POLL_TIMEOUT);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void looksOftenAfterAPauseAndLessOftenTheLongerItLasts() {
        Chunk large = waiting(first, 5 * MIB);

        assertThat(steer()).isEqualTo(SHORTEST_TIMEOUT);
        for (int i = 0; i < 1000; i++) {
            assertThat(steer()).isEqualTo(SHORTEST_TIMEOUT); // polls that bring records at once are no wait
        }
        pass(Duration.ofMillis(4));
        assertThat(steer()).isEqualTo(Duration.ofMillis(4));
        pass(Duration.ofMinutes(1));
        assertThat(steer()).isEqualTo(LONGEST_TIMEOUT);

        first.accepted(large);
        steer();
        waiting(first, 5 * MIB);
        assertThat(steer()).isEqualTo(SHORTEST_TIMEOUT);
    }

    @Test
    void pausesEverythingWhenTheUserSaysSo() {
        flow.pause(true);

        assertThat(steer()).isEqualTo(SHORTEST_TIMEOUT);
        assertThat(consumer.paused()).containsExactlyInAnyOrder(first.key, second.key);

        flow.pause(false);
        assertThat(steer()).isEqualTo(FlowControl.POLL_TIMEOUT);
        assertThat(consumer.paused()).isEmpty();
    }

    private Duration steer() {
        return flow.steer(now, consumer, lanes);
    }

    private void pass(Duration time) {
        now += time.toNanos();
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
