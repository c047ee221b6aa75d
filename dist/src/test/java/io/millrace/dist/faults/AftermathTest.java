package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AftermathTest {

    private static final Instant KILLED = Instant.ofEpochSecond(1000);

    @Test
    void tellsWhichWindowOfAFlushWasHit() {
        assertThat(windows(new SinkDisk.Flush(20, 0, 2, false), commit(10, 1))).containsExactly(Window.INTENT_WRITTEN);
        assertThat(windows(new SinkDisk.Flush(20, 1, 1, false), commit(10, 1))).containsExactly(Window.SOME_VISIBLE);
        assertThat(windows(new SinkDisk.Flush(20, 2, 0, true), commit(10, 1))).containsExactly(Window.NOT_COMMITTED);
        assertThat(windows(new SinkDisk.Flush(20, 2, 0, true), commit(20, 199))).containsExactly(Window.COMMITTED);
        assertThat(windows(new SinkDisk.Flush(20, 2, 0, true), commit(20, 200))).containsExactly(Window.OUTPUT_OPEN);
    }

    @Test
    void tellsNothingBetweenTwoFlushesOfAnIdleSink() {
        assertThat(windows(new SinkDisk.Flush(20, 2, 0, false), commit(20, 900)))
                .isEmpty();
    }

    @Test
    void tellsARebalanceThatDidNotEndBeforeTheKill() {
        assertThat(duringRebalance(KILLED.minusMillis(50), KILLED.minusMillis(60)))
                .containsExactly(Window.REBALANCING);
        assertThat(duringRebalance(KILLED.minusMillis(50), KILLED.minusMillis(50)))
                .isEmpty();
        assertThat(duringRebalance(Instant.MAX, KILLED.minusMillis(60))).isEmpty();
    }

    private static GroupLog.Commit commit(long offset, long msBeforeTheKill) {
        return new GroupLog.Commit(offset, KILLED.minusMillis(msBeforeTheKill));
    }

    private static Iterable<Window> windows(SinkDisk.Flush flush, GroupLog.Commit commit) {
        return new Aftermath(Map.of(0, flush), new GroupLog(Map.of(0, commit), Instant.EPOCH), KILLED, Instant.MAX)
                .windows();
    }

    private static Iterable<Window> duringRebalance(Instant said, Instant assigned) {
        return new Aftermath(Map.of(), new GroupLog(Map.of(), assigned), KILLED, said).windows();
    }
}
