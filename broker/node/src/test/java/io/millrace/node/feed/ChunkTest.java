package io.millrace.node.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.ConsumedRecord;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final FeedLane LANE = new FeedLane(new TopicPartition("t", 0), 0, (lane, cause) -> {});
    private static final int HEADER = "h".length() + 10;

    @Test
    void countsKeysAndValuesAndHeadersWhereThereMayBeSome() {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, 3, 5, 1), record(1, -1, 7, 0), record(2, 2, -1, 2));
        assertThat(Chunk.of(LANE, records, 3, true).bytes()).isEqualTo(3 + 5 + HEADER + 7 + 2 + 2 * HEADER);
        assertThat(Chunk.of(LANE, records, 3, false).bytes()).isEqualTo(3 + 5 + 7 + 2);
    }

    @Test
    void countsHeadersOfRecordsWithoutKeyAndValueAlways() {
        assertThat(Chunk.of(LANE, List.of(record(0, -1, -1, 1)), 1, false).bytes())
                .isEqualTo(HEADER);
    }

    @Test
    void partsAreTogetherAsLongAsTheWhole() {
        Chunk whole = Chunk.of(LANE, List.of(record(0, 1, 10, 1), record(4, 1, 20, 0), record(5, 1, 40, 3)), 9, true);
        for (int cut = 0; cut <= 3; cut++) {
            Chunk first = whole.part(0, cut);
            Chunk second = whole.part(cut, 3);
            assertThat(first.bytes() + second.bytes()).as("cut at " + cut).isEqualTo(whole.bytes());
            assertThat(second.nextOffset()).isEqualTo(9);
        }
        assertThat(whole.part(0, 1).nextOffset()).isEqualTo(4);
    }

    @Test
    void iteratesToItsEndAndNoFurther() {
        Iterator<ConsumedRecord> records = Chunk.of(LANE, List.of(record(0, 1, 1, 0), record(2, 1, 1, 0)), 3, false)
                .iterator();
        assertThat(records.next().offset()).isZero();
        assertThat(records.next().offset()).isEqualTo(2);
        assertThat(records.hasNext()).isFalse();
        assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void theWatchRemembersThatARecordHadHeaders() {
        HeaderWatch watch = new HeaderWatch();
        byte[] data = watch.deserialize("t", new RecordHeaders(), ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(data).containsExactly(1, 2);
        assertThat(watch.seen()).isFalse();
        watch.deserialize("t", record(0, 1, 1, 1).headers(), ByteBuffer.wrap(data));
        watch.deserialize("t", new RecordHeaders(), ByteBuffer.wrap(data));
        assertThat(watch.seen()).isTrue();
    }

    /** A size of -1 for null. */
    private static ConsumerRecord<byte[], byte[]> record(long offset, int keySize, int valueSize, int headers) {
        RecordHeaders made = new RecordHeaders();
        for (int i = 0; i < headers; i++) {
            made.add("h", new byte[10]);
        }
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                keySize,
                valueSize,
                keySize < 0 ? null : new byte[keySize],
                valueSize < 0 ? null : new byte[valueSize],
                made,
                Optional.empty());
    }
}
