package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import io.millrace.processing.functions.mapping.EventEncoder.Event;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

    private static final long ANY_AGE = Long.MIN_VALUE;
    private static final KafkaCluster EMBEDDED = new KafkaCluster(true, "Some-Id", "127.0.0.1:9092");
    private static final KafkaCluster EXTERNAL = new KafkaCluster(false, "Some-Id", "k:9092");
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:f";

    private final EventEncoder encoder = new EventEncoder(Given.MSK);

    @Test
    void writesTheEventOfMsk() {
        Batch first = Given.batch(
                Given.record(0, 15, "recordKey", "Hello, this is a test.")
                        .at(1_545_084_650_987L, false)
                        .with(
                                new Header("headerKey", new byte[] {104, 101, 97, 100, 101, 114, -17, -65, -67}),
                                new Header("say \"hi\"", null)),
                Given.record(0, 9_007_199_254_740_993L, null, "").at(-1, true));
        Batch second = Given.batch(Given.record(12, 0, "k", null));
        Event event = encoder.encode(List.of(first, second), ANY_AGE).orElseThrow();
        assertThat(event.payload().toString()).isEqualTo(Given.golden("msk.json"));
        assertThat(event.records()).isEqualTo(3);
    }

    @Test
    void writesTheEventOfAnyOtherKafka() {
        EventEncoder other = new EventEncoder(new EventSource("SelfManagedKafka", null, "k:9092"));
        assertThat(other.encode(List.of(Given.record(3, 7, "k", "v"))).toString())
                .isEqualTo(Given.golden("self-managed.json"));
    }

    @Test
    void whatIsEncodedBeforeLeavesNoTrace() {
        encoder.encode(List.of(Given.batch(1, 5, 100)), ANY_AGE);
        EventEncoder other = new EventEncoder(Given.MSK);
        Batch batch = Given.batch(0, 0, 3);
        assertThat(encoder.encode(List.of(batch), ANY_AGE)).isEqualTo(other.encode(List.of(batch), ANY_AGE));
    }

    @Test
    void leavesOutWhatIsTooOld() {
        Event event = encoder.encode(List.of(Given.batch(0, 1, 4)), 3_000).orElseThrow();
        assertThat(event.expired()).extracting(ConsumedRecord::offset).containsExactly(1L, 2L);
        assertThat(offsets(event, "quakes-0")).containsExactly(3L, 4L);
    }

    @Test
    void leavesOutARecordThatNoEventCanHold() {
        Batch batch = Given.batch(
                Given.record(0, 0, "k", "small"),
                Given.record(0, 1, "k", "x".repeat(5_000_000)),
                Given.record(0, 2, "k", "small"));
        Event event = encoder.encode(List.of(batch), ANY_AGE).orElseThrow();
        assertThat(event.tooLarge()).extracting(ConsumedRecord::offset).containsExactly(1L);
        assertThat(offsets(event, "quakes-0")).containsExactly(0L, 2L);
    }

    @Test
    void refusesMoreThanAnEventHolds() {
        Batch batch = Given.batch(
                Given.record(0, 0, "k", "x".repeat(3_000_000)), Given.record(0, 1, "k", "x".repeat(3_000_000)));
        assertThat(encoder.encode(List.of(batch), ANY_AGE)).isEmpty();
        Optional<Event> half =
                encoder.encode(List.of(Given.batch(Given.record(0, 0, "k", "x".repeat(3_000_000)))), ANY_AGE);
        assertThat(half).isPresent();
        assertThat(half.get().payload().length()).isLessThan(EventEncoder.LIMIT);
    }

    @Test
    void aLargestEventIsSixMegabytes() {
        int around = encoder.encode(List.of(Given.record(0, 0, null, ""))).length();
        int room = (EventEncoder.LIMIT - around) / 4 * 3;
        Event full = encoder.encode(List.of(Given.batch(Given.record(0, 0, null, "x".repeat(room)))), ANY_AGE)
                .orElseThrow();
        assertThat(full.records()).isEqualTo(1);
        assertThat(full.payload().length()).isBetween(EventEncoder.LIMIT - 3, EventEncoder.LIMIT);
        Event over = encoder.encode(List.of(Given.batch(Given.record(0, 0, null, "x".repeat(room + 3)))), ANY_AGE)
                .orElseThrow();
        assertThat(over.tooLarge()).hasSize(1);
    }

    @Test
    void saysWhereRecordsComeFrom() {
        assertThat(EventSource.of(Given.settings(""), EMBEDDED, "default", FUNCTION))
                .isEqualTo(new EventSource(
                        "aws:kafka", "arn:aws:kafka:eu-west-1:000000000000:cluster/default/Some-Id", "127.0.0.1:9092"));
        assertThat(EventSource.of(Given.settings(""), EXTERNAL, "default", FUNCTION))
                .isEqualTo(new EventSource("SelfManagedKafka", null, "k:9092"));
        assertThat(EventSource.of(Given.settings("eventSourceArn: arn:mine"), EXTERNAL, "default", FUNCTION))
                .isEqualTo(new EventSource("aws:kafka", "arn:mine", "k:9092"));
        assertThat(EventSource.of(
                                Given.settings(
                                        "selfManagedEventSource: {endpoints: {KAFKA_BOOTSTRAP_SERVERS: [\"x:1\"]}}"),
                                EMBEDDED,
                                "default",
                                FUNCTION)
                        .name())
                .isEqualTo("SelfManagedKafka");
    }

    /** The result, and the little that stands for a record in the API: nothing grows with the bytes of a record but the event. */
    @Test
    void allocatesLittleBesideTheEvent() {
        List<Batch> batches = List.of(Given.batch(IntStream.range(0, 100)
                .mapToObj(i -> Given.record(0, i, "key", "x".repeat(1_000)))
                .toArray(Given.Read[]::new)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int length = 0;
        for (int round = 0; round < 50; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Event event = encoder.encode(batches, ANY_AGE).orElseThrow();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            length = event.payload().length();
        }
        assertThat(least - length).isLessThan(1_000);
    }

    private static List<Long> offsets(Event event, String partition) {
        return event.payload().toJsonObject().getJsonObject("records").getJsonArray(partition).stream()
                .map(record -> ((JsonObject) record).getLong("offset"))
                .toList();
    }
}
