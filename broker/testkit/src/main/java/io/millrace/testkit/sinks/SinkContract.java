package io.millrace.testkit.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.RecordHandler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every exactly-once sink must hold. The records are JSON objects with a whole number {@code id} that counts up from 0, and
 * the sink is asked to flush after {@link #FLUSH_SIZE} of them.
 */
public abstract class SinkContract {

    /** Records after which the sink flushes. */
    protected static final int FLUSH_SIZE = 10;

    private static final int HUGE = 8 * 1024 * 1024;

    private final TestPartition partition = new TestPartition("quakes", 0, "gdBX3DhnSdGRZUTdTrmtKA");
    private int ids;

    /**
     * Starts the sink as a task of a node would: each call is another process, all write to the same place for the same deployment,
     * which is a new one for each test.
     */
    protected abstract RecordHandler start();

    /**
     * The {@code id}s of all records that somebody who lists the place finds, in the order of the records in their files and of the
     * files by name. Must not share code with the sink.
     */
    protected abstract List<Long> written();

    /** A value that the sink must reject. */
    protected byte[] poison() {
        return "no value of this sink".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    protected void writesEveryRecordOnceAndInOrder() {
        append(25);
        TestFeed feed = member();
        feed.deliverAll(7);
        assertThat(written()).as("full files are there before the end").hasSizeGreaterThanOrEqualTo(2 * FLUSH_SIZE);
        feed.revoke();
        assertWrittenOnce();
        assertThat(partition.committed()).isEqualTo(25);
    }

    @Test
    protected void reportsDurableOnlyWhatAReaderFinds() {
        append(25);
        TestFeed feed = member();
        while (feed.position() < partition.end()) {
            feed.deliver(4);
            long durable = Math.max(0, feed.lane().durable());
            assertThat(written()).as("what is durable").containsAll(idsBelow(durable));
        }
    }

    @Test
    protected void losesNothingInACrashBetweenWriteAndFlush() {
        append(15);
        member().deliverAll(4);
        TestFeed next = member();
        next.deliverAll(15);
        next.revoke();
        assertWrittenOnce();
    }

    @Test
    protected void writesNothingTwiceWhenTheCommitWasLost() {
        append(15);
        member().withoutCommits().deliverAll(5);
        assertThat(partition.committed()).isEqualTo(-1);
        TestFeed next = member();
        next.deliverAll(15);
        next.revoke();
        assertWrittenOnce();
    }

    @Test
    protected void ignoresRecordsThatItHasTakenBefore() {
        append(15);
        RecordHandler handler = start();
        TestFeed first = new TestFeed(handler, partition).assign();
        first.deliverAll(15);
        TestFeed again = new TestFeed(handler, partition).assign();
        again.deliverAll(15);
        again.revoke();
        assertWrittenOnce();
    }

    @Test
    protected void flushesAtRevocation() {
        append(3);
        TestFeed feed = member();
        feed.deliverAll(3);
        feed.revoke();
        assertWrittenOnce();
        assertThat(partition.committed()).isEqualTo(3);
    }

    @Test
    protected void writesNothingOfAPartitionThatIsSomebodyElses() {
        append(3);
        TestFeed feed = member();
        feed.deliverAll(3);
        feed.lose();
        assertThat(written()).isEmpty();
        assertThat(feed.lane().late()).isFalse();
    }

    @Test
    protected void movesOnOverOffsetsWithoutRecords() {
        partition.appendGap(5);
        TestFeed feed = member();
        feed.deliver(10);
        assertThat(partition.committed()).isEqualTo(5);
        append(3);
        feed.deliver(10);
        partition.appendGap(2);
        feed.deliver(10);
        feed.revoke();
        assertWrittenOnce();
        assertThat(partition.committed()).isEqualTo(10);
    }

    @Test
    protected void takesARecordOf8Mebibytes() {
        append(1);
        partition.append(value("x".repeat(HUGE)));
        append(1);
        TestFeed feed = member();
        feed.deliverAll(10);
        feed.revoke();
        assertWrittenOnce();
    }

    @Test
    protected void rejectsAPoisonRecordAlone() {
        append(4);
        long poisoned = partition.append(poison());
        append(9);
        TestFeed feed = member();
        feed.deliverAll(20);
        feed.revoke();
        assertWrittenOnce();
        assertThat(partition.deadLetters()).containsExactly(poisoned);
        assertThat(partition.committed()).isEqualTo(14);
    }

    @Test
    protected void stepsOverARejectedRecordOnlyWhenItsDeadLetterIsThere() {
        append(4);
        long poisoned = partition.append(poison());
        append(9);
        TestFeed feed = member().withoutDeadLetters();
        feed.deliverAll(20);
        feed.tick(Instant.now());
        // The node dies here. Whoever goes on must be given the poison record again.
        TestFeed next = member();
        assertThat(next.position()).isLessThanOrEqualTo(poisoned);
        next.deliverAll(20);
        next.revoke();
        assertWrittenOnce();
        assertThat(partition.deadLetters()).containsExactly(poisoned);
    }

    @Test
    protected void canBeClosedTwice() {
        append(3);
        TestFeed feed = member();
        feed.deliverAll(3);
        feed.revoke();
        feed.closeAgain(true);
        feed.closeAgain(false);
        assertWrittenOnce();
    }

    @Test
    protected void ignoresWhatComesAfterTheEnd() {
        append(3);
        TestFeed feed = member();
        feed.deliverAll(3);
        feed.lose();
        append(FLUSH_SIZE);
        feed.deliverLate(FLUSH_SIZE);
        assertThat(feed.lane().late()).isFalse();
        assertThat(written()).isEmpty();
    }

    @Test
    protected void letsOneOfTwoOwnersWinWhenTheOldOneFlushesFirst() {
        append(15);
        TestFeed zombie = member().withoutCommits();
        zombie.deliver(5);
        TestFeed owner = member();
        owner.deliver(7);
        zombie.revoke();
        owner.deliverAll(7);
        owner.revoke();
        assertWrittenOnce();
        assertThat(partition.committed()).isEqualTo(15);
    }

    @Test
    protected void letsOneOfTwoOwnersWinWhenTheNewOneFlushesFirst() {
        append(15);
        TestFeed zombie = member().withoutCommits();
        zombie.deliver(5);
        TestFeed owner = member();
        owner.deliverAll(15);
        owner.revoke();
        zombie.deliver(5);
        zombie.revoke();
        assertWrittenOnce();
        assertThat(partition.committed()).isEqualTo(15);
    }

    private TestFeed member() {
        return new TestFeed(start(), partition).assign();
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            partition.append(value("some text"));
        }
    }

    private byte[] value(String text) {
        return ("{\"id\":" + ids++ + ",\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private void assertWrittenOnce() {
        assertThat(written())
                .as("every record once, in order")
                .containsExactlyElementsOf(LongStream.range(0, ids).boxed().toList());
    }

    private List<Long> idsBelow(long offset) {
        // Tests that ask for this have neither gaps nor poison: ids are offsets.
        return LongStream.range(0, offset).boxed().toList();
    }
}
