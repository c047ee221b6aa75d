package io.millrace.sinks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.problem.ProblemException;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.JsonField;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.Partitioning.Source;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import io.millrace.sinks.writer.partitioner.TimestampUnit;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkWriterTest {

    private final MemoryPlace place = new MemoryPlace();
    private final TestPartition partition = new TestPartition("t", 0, "topic-id");
    private final TestContext context = new TestContext(Path.of("unused"), "uid");
    private final MemoryPlace.Steps steps = new MemoryPlace.Steps() {
        @Override
        public void before() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void after() {}
    };

    private IOException failure;
    private int flushSize = 1000;
    private Duration interval = Duration.ZERO;
    private Duration schedule = Duration.ZERO;
    private int maxOpenFiles = 1000;
    private String partitionerClass = "DefaultPartitioner";
    private Source source = Source.RECORD;
    private boolean ignoreNulls;

    @Test
    void endsFilesByCount() {
        flushSize = 3;
        append(7);
        start().deliverAll(100);
        assertThat(names()).containsExactly(file("partition=0", 0), file("partition=0", 3));
        assertThat(partition.committed()).isEqualTo(6);
    }

    @Test
    void countsTheRecordsOfAllFoldersTogether() {
        partitionerClass = "FieldPartitioner";
        flushSize = 4;
        append("a", "b", "b", "a", "c");
        start().deliverAll(100);
        assertThat(names()).containsExactly(file("kind=a", 0), file("kind=b", 1));
    }

    @Test
    void endsFilesByTheTimeOfRecords() {
        interval = Duration.ofSeconds(3); // records are a second apart
        append(8);
        start().deliverAll(100);
        assertThat(names()).containsExactly(file("partition=0", 0), file("partition=0", 3));
        assertThat(partition.committed()).isEqualTo(6);
    }

    @Test
    void putsLateRecordsIntoOneFileADayOfEachFlush() {
        partitionerClass = "DailyPartitioner";
        source = Source.RECORD_FIELD;
        interval = Duration.ofHours(1);
        for (int minute = 0; minute < 180; minute++) {
            Duration late = minute % 5 == 3 ? Duration.ofDays(1 + minute % 3) : Duration.ZERO;
            appendAt(Instant.parse("2026-01-31T10:00:00Z")
                    .plus(Duration.ofMinutes(minute))
                    .minus(late));
        }
        TestFeed feed = start();
        feed.deliverAll(7);
        feed.revoke();
        assertThat(context.count("sink.flushes")).as("one an hour").isEqualTo(3);
        assertThat(names().stream().map(name -> name.replaceFirst(".*day=(\\d+)/.*", "$1")))
                .as("three old days and the new one in each flush")
                .containsExactly("28", "28", "28", "29", "29", "29", "30", "30", "30", "31", "31", "31");
    }

    @Test
    void doesNotBeginTheSpanOfAFlushWithALateRecord() {
        source = Source.RECORD_FIELD;
        interval = Duration.ofHours(1);
        flushSize = 10;
        Instant morning = Instant.parse("2026-01-31T10:00:00Z");
        for (int minute = 0; minute < 50; minute++) {
            boolean first = minute % flushSize == 0 && minute > 0;
            appendAt(morning.plus(Duration.ofMinutes(minute)).minus(Duration.ofDays(first ? 5 : 0)));
        }
        start().deliverAll(7);
        assertThat(context.count("sink.flushes")).isEqualTo(5);
        assertThat(context.count("sink.records.written")).isEqualTo(50);
    }

    @Test
    void endsFilesByTheTimeOfRecordsAgainAfterOneFromTheFuture() {
        source = Source.RECORD_FIELD;
        interval = Duration.ofHours(1);
        flushSize = 10;
        Instant morning = Instant.parse("2026-01-31T10:00:00Z");
        appendAt(morning.plus(Duration.ofDays(1000)));
        for (int minute = 0; minute < 9 + 10; minute++) {
            appendAt(morning.plus(Duration.ofMinutes(minute)));
        }
        appendAt(morning.plus(Duration.ofMinutes(20)));
        appendAt(morning.plus(Duration.ofMinutes(81)));
        start().deliverAll(7);
        assertThat(names()).containsExactly(file("partition=0", 0), file("partition=0", 10), file("partition=0", 20));
    }

    @Test
    void endsFilesByTheClockEvenWhenNothingComes() {
        interval = Duration.ofSeconds(3);
        source = Source.WALLCLOCK;
        append(2);
        TestFeed feed = start();
        feed.deliverAll(100);
        tickAfter(feed, Duration.ofSeconds(2));
        assertThat(names()).isEmpty();
        tickAfter(feed, Duration.ofSeconds(1));
        assertThat(names()).containsExactly(file("partition=0", 0));
    }

    @Test
    void endsFilesBySchedule() {
        schedule = Duration.ofMinutes(1);
        append(2);
        TestFeed feed = start(); // at 10:15:30
        feed.deliverAll(100);
        tickAfter(feed, Duration.ofSeconds(29));
        assertThat(names()).isEmpty();
        tickAfter(feed, Duration.ofSeconds(1));
        assertThat(names()).containsExactly(file("partition=0", 0));
        append(1);
        feed.deliverAll(100);
        tickAfter(feed, Duration.ofSeconds(59));
        assertThat(names()).hasSize(1);
        tickAfter(feed, Duration.ofSeconds(1));
        assertThat(names()).hasSize(2);
    }

    @Test
    void endsFilesWhenTooManyAreOpen() {
        partitionerClass = "FieldPartitioner";
        maxOpenFiles = 2;
        append("a", "b", "a", "c", "c");
        TestFeed feed = start();
        feed.deliverAll(100);
        assertThat(names()).containsExactly(file("kind=a", 0), file("kind=b", 1));
        assertThat(partition.committed()).isEqualTo(3);
        feed.revoke();
        assertThat(names()).contains(file("kind=c", 3));
    }

    @Test
    void namesAFileAfterTheFirstRecordThatIsInIt() {
        partition.append("no json".getBytes(UTF_8));
        append(1);
        TestFeed feed = start();
        feed.deliverAll(100);
        feed.revoke();
        assertThat(names()).containsExactly(file("partition=0", 1));
    }

    @Test
    void makesNoFileOfRejectedRecordsAlone() {
        partition.append("no json".getBytes(UTF_8));
        TestFeed feed = start();
        feed.deliverAll(100);
        tickAfter(feed, Duration.ZERO);
        assertThat(names()).isEmpty();
        assertThat(place.outputs).isEmpty();
        assertThat(partition.committed()).isEqualTo(1);
    }

    @Test
    void rejectsOrLeavesOutRecordsWithoutAValue() {
        partition.append(null);
        start().deliverAll(100);
        assertThat(partition.deadLetters()).containsExactly(0L);

        ignoreNulls = true;
        partition.append(null);
        start().deliverAll(100);
        assertThat(partition.deadLetters()).containsExactly(0L);
        assertThat(partition.committed()).isEqualTo(2);
    }

    @Test
    void publishesWhatWaitedForADeadLetterWhenItIsThere() {
        flushSize = 2;
        append(1);
        partition.append("no json".getBytes(UTF_8));
        append(3);
        TestFeed feed = start().withoutDeadLetters();
        feed.deliverAll(100);
        tickAfter(feed, Duration.ZERO);
        assertThat(names()).as("before the dead letter is there").isEmpty();
        feed.acknowledge();
        tickAfter(feed, Duration.ZERO);
        assertThat(names()).containsExactly(file("partition=0", 0), file("partition=0", 3));
        assertThat(partition.committed()).isEqualTo(5);
    }

    @Test
    void goesOnWhenAStorageThatFailedIsWellAgain() {
        flushSize = 2;
        append(2);
        TestFeed feed = start();
        failure = new IOException("gone");
        assertThatThrownBy(() -> feed.deliver(100)) // the lane is opened again at once, and that fails as well
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.UNAVAILABLE))
                .hasMessage("gone");
        failure = null;
        feed.deliver(100);
        assertThat(names()).containsExactly(file("partition=0", 0));
        assertThat(place.outputs).isEmpty();
    }

    @Test
    void doesNotLookAgainForFilesThatWereMovedAway() {
        flushSize = 2;
        append(2);
        start().withoutCommits().deliverAll(100);
        place.objects.keySet().removeIf(name -> name.startsWith("topics/"));
        assertThat(start().position()).isEqualTo(2);
    }

    @Test
    void stopsWhenPromisedFilesAreLost() {
        flushSize = 2;
        append(2);
        start().withoutCommits().deliverAll(100);
        place.objects.keySet().removeIf(name -> name.startsWith("topics/") || name.endsWith(".published"));
        assertFatal(this::start, "files-lost");
    }

    @Test
    void stopsWhenOffsetsWereMovedBack() {
        partition.appendGap(100);
        append(5);
        partition.commit(100);
        TestFeed feed = start();
        feed.deliverAll(100);
        feed.revoke();
        partition.commit(10);
        assertFatal(this::start, "offsets-moved");
    }

    @Test
    void goesOnWhereOffsetsWereMovedForward() {
        append(5);
        TestFeed feed = start();
        feed.deliverAll(100);
        feed.revoke();
        append(5);
        partition.commit(8);
        TestFeed next = start();
        next.deliverAll(100);
        next.revoke();
        assertThat(names()).containsExactly(file("partition=0", 0), file("partition=0", 8));
    }

    @Test
    void goesOnAfterItsLastFilesWhenOffsetsHaveExpired() {
        append(5);
        TestFeed feed = start();
        feed.deliverAll(100);
        feed.revoke();
        partition.commit(-1);
        assertThat(start().position()).isEqualTo(5);
    }

    @Test
    void refusesAPlaceOfAnotherDeployment() {
        start();
        TestContext other = new TestContext(Path.of("unused"), "other-uid");
        assertFatal(() -> new TestFeed(writer(other), partition).assign(), "place-taken");
    }

    @Test
    void refusesATopicThatWasMadeAgain() {
        start();
        TestPartition again = new TestPartition("t", 0, "other-topic-id");
        assertFatal(() -> new TestFeed(writer(context), again).assign(), "topic-made-again");
    }

    @Test
    void publishesWhatIsPromisedBeforeItForgets() throws IOException {
        flushSize = 2;
        append(2);
        start().withoutCommits().deliverAll(100);
        // As if the process had died between intent and publishing.
        byte[] content = place.objects.remove(file("partition=0", 0));
        place.outputs.put("_millrace/uid/tmp/topic-id/0/0", content);
        place.objects.keySet().removeIf(name -> name.endsWith(".published"));

        SinkWriter.forget(place.storage(steps), "uid");
        assertThat(names()).containsExactly(file("partition=0", 0));
        assertThat(place.objects.keySet()).noneMatch(name -> name.startsWith("_millrace/uid/"));
        assertThat(start().position()).isZero();
    }

    private static void assertFatal(Runnable open, String code) {
        assertThatThrownBy(open::run).isInstanceOfSatisfying(DeliveryException.class, told -> {
            assertThat(told.steer()).isEqualTo(DeliveryException.Steer.FATAL);
            assertThat(told.getCause())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            cause -> assertThat(cause.problems().get(0).code()).isEqualTo(code));
        });
    }

    private void tickAfter(TestFeed feed, Duration passed) {
        context.clock().advance(passed);
        feed.tick(context.clock().instant());
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            append("a");
        }
    }

    private void append(String... kinds) {
        for (String kind : kinds) {
            partition.append(("{\"kind\":\"" + kind + "\"}").getBytes(UTF_8));
        }
    }

    private void appendAt(Instant time) {
        partition.append(("{\"time\":" + time.toEpochMilli() + "}").getBytes(UTF_8));
    }

    private static String file(String folder, long offset) {
        return "topics/t/" + folder + "/t+0+" + String.format("%010d", offset) + ".json";
    }

    private List<String> names() {
        Map<String, byte[]> published = place.published();
        return List.copyOf(published.keySet());
    }

    private TestFeed start() {
        return new TestFeed(writer(context), partition).assign();
    }

    private SinkWriter writer(TestContext of) {
        Partitioning partitioning = new Partitioning(
                partitionerClass,
                List.of("kind"),
                null,
                null,
                "en-US",
                "UTC",
                source,
                "time",
                TimestampUnit.MILLISECONDS,
                "/");
        TimestampExtractor time = partitioning.extractor(of.clock(), JsonField::new);
        SinkPlan plan = new SinkPlan(
                new FormatSettings("JsonFormat", TextSettings.DEFAULTS, null, null, SchemaSettings.DEFAULTS, List.of())
                        .open(SchemaStore.inMemory()),
                partitioning.partitioner(time, JsonField::new),
                time,
                new FolderNames("topics", "/", "+", 10),
                new Rotation(flushSize, interval.toMillis(), schedule.toMillis(), ZoneOffset.UTC, maxOpenFiles),
                ignoreNulls);
        return new SinkWriter(place.storage(steps), plan, of);
    }
}
