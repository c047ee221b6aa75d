package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Instant KILLED = Instant.ofEpochSecond(1000);
    private static final long PID = 7;

    private final Calls calls = new Calls();

    /** Partition 0: the records at offsets 0, 1 and 3. */
    @BeforeEach
    void handle() {
        write("called", 100, "0:0 0:1");
        write("done", 60, "0:0 0:1");
        write("called", 50, "0:3");
        write("done", 10, "0:3");
    }

    @Test
    void tellsWhatIsCommittedAndNotHandled() {
        assertThat(calls.committedTooEarly(Map.of(0, commit(2, 0)))).isEmpty();
        assertThat(calls.committedTooEarly(Map.of(0, commit(4, 0))))
                .containsExactly("partition 0: 1 committed and not handled, the first is at offset 2");
        assertThat(calls.committedTooEarly(Map.of(1, commit(1, 0)))).hasSize(1);
    }

    @Test
    void tellsWhatIsAcknowledgedAndNotHandled() {
        BitSet acknowledged = new BitSet();
        acknowledged.set(0, 2);
        assertThat(calls.missing(Map.of(0, acknowledged))).isEmpty();
        acknowledged.set(2);
        assertThat(calls.missing(Map.of(0, acknowledged)))
                .containsExactly("partition 0: 1 not handled, the first is at offset 2");
    }

    @Test
    void countsWhatIsHandledAgainAndNothingAfterTheMoment() {
        write("done", 1, "0:1 0:2");
        write("done", -1, "0:3 0:4");
        assertThat(calls.repeated()).isEqualTo(1);
        assertThat(calls.end(0)).isEqualTo(4);
    }

    @Test
    void tellsWhatAKillInterrupted() {
        assertThat(windows(2, 300)).containsExactlyInAnyOrder(CallWindow.CHILD_STARTING, CallWindow.NOT_COMMITTED);
        assertThat(windows(4, 199)).containsExactlyInAnyOrder(CallWindow.CHILD_STARTING, CallWindow.COMMITTED);
        write("called", 5, "0:4");
        assertThat(windows(4, 200)).containsExactlyInAnyOrder(CallWindow.CHILD_STARTING, CallWindow.IN_FLIGHT);
    }

    private void write(String what, long msBeforeTheKill, String records) {
        calls.enter(PID, what + " " + KILLED.minusMillis(msBeforeTheKill).toEpochMilli() + " " + records, KILLED);
    }

    private Set<CallWindow> windows(long committed, long msBeforeTheKill) {
        GroupLog group = new GroupLog(Map.of(0, commit(committed, msBeforeTheKill)), Instant.EPOCH);
        return new CallAftermath(Set.of(PID), calls, calls, group, KILLED, Instant.MAX).windows();
    }

    private static GroupLog.Commit commit(long offset, long msBeforeTheKill) {
        return new GroupLog.Commit(offset, KILLED.minusMillis(msBeforeTheKill));
    }
}
