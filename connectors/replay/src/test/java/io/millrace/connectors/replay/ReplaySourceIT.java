package io.millrace.connectors.replay;

import static io.millrace.connectors.replay.Replays.artifact;
import static io.millrace.connectors.replay.Replays.drain;
import static io.millrace.connectors.replay.Replays.gzip;
import static io.millrace.connectors.replay.Replays.settings;
import static io.millrace.connectors.replay.Replays.started;
import static io.millrace.connectors.replay.Replays.values;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceBatch;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.ByteSize;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaySourceIT {

    private static final Path EARTHQUAKES = Path.of("../../samples/01-quakes-to-files/earthquakes.ndjson.gz");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void replaysEveryEarthquakeAsItIs() throws IOException {
        ReplaySettings quakes = new ReplaySettings(
                artifact(EARTHQUAKES),
                null,
                "quakes",
                "$.id",
                "$.properties.time",
                null,
                "false",
                ByteSize.ofMebibytes(1));

        List<SourceBatch> batches = drain(started(quakes, null, vertx));

        List<String> lines;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(EARTHQUAKES)), UTF_8))) {
            lines = reader.lines().toList();
        }
        assertThat(values(batches)).hasSize(1707).isEqualTo(lines);
        List<ProducedRecord> records =
                batches.stream().flatMap(batch -> batch.records().stream()).toList();
        assertThat(records.stream()
                        .map(record -> new String(record.key(), UTF_8))
                        .distinct())
                .hasSize(1707);
        assertThat(records)
                .extracting(ProducedRecord::timestampMs)
                .isSorted()
                .endsWith(records.get(1706).timestampMs());
        assertThat(records.get(0).key()).asString(UTF_8).isEqualTo("uw61345682");
        assertThat(records.get(0).timestampMs()).isEqualTo(1517363399650L);
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.records()).hasSizeLessThanOrEqualTo(500);
            assertThat(batch.rejected()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers.ndjson", "numbers.ndjson.gz", "numbers.csv"})
    void goesOnExactlyAfterAnyBatch(String name) throws IOException {
        String header = name.endsWith(".csv") ? "n\n" : "";
        String text = header + numbers(1234).replace("\n7\n", "\n7\n\n \n");
        Path file = Files.write(folder.resolve(name), name.endsWith(".gz") ? gzip(text) : text.getBytes(UTF_8));
        ReplaySettings twice = settings(file, "2", "2000/s");
        List<SourceBatch> whole = drain(started(settings(file, "2", null), null, vertx));

        List<SourceBatch> pieces = new ArrayList<>();
        JsonObject position = null;
        do {
            Source source = started(twice, position, vertx);
            pieces.add(source.next().await());
            position = new JsonObject(pieces.get(pieces.size() - 1).position().encode());
            source.stop().await();
        } while (!pieces.get(pieces.size() - 1).end());

        assertThat(values(whole)).hasSize(2468);
        assertThat(values(pieces)).isEqualTo(values(whole));
        assertThat(pieces).hasSizeGreaterThan(10);
        Source ended = started(twice, position, vertx);
        assertThat(ended.next().await()).isEqualTo(new SourceBatch(List.of(), List.of(), position, true));
        assertThat(ended.progress().getDouble("percent")).isEqualTo(100.0);
        ended.stop().await();
    }

    @Test
    void takesEveryKindOfLineEndAndLeavesOutBlankLines() throws IOException {
        Path file = write("a.ndjson", "\uFEFF{\"a\":1}\r\n\r\n  {\"a\": 2} \n\n\t\n{\"a\":3}");

        assertThat(values(drain(started(settings(file), null, vertx))))
                .containsExactly("{\"a\":1}", "  {\"a\": 2} ", "{\"a\":3}");
    }

    @Test
    void rejectsBadLinesWithTheirPlaceAndKeepsTheRest() throws IOException {
        Path file = folder.resolve("mixed.jsonl");
        Files.write(file, "{\"a\":1}\nnot json\n".getBytes(UTF_8));
        append(file, "{\"city\":\"M\u00e1laga\"}\n".getBytes(ISO_8859_1));
        append(file, ("\"" + "x".repeat(1 << 20) + "\"\n{\"a\":2}\n{\"a\":").getBytes(UTF_8));

        List<SourceBatch> batches = drain(started(settings(file), null, vertx));

        assertThat(values(batches)).containsExactly("{\"a\":1}", "{\"a\":2}");
        List<Rejected> rejected =
                batches.stream().flatMap(batch -> batch.rejected().stream()).toList();
        assertThat(rejected)
                .extracting(line -> line.where() + " " + line.why())
                .containsExactly(
                        "mixed.jsonl:2 The line is not JSON from column 1 on.",
                        "mixed.jsonl:3 The line is not UTF-8.",
                        "mixed.jsonl:4 The line is longer than max.line.bytes, 1MiB.",
                        "mixed.jsonl:6 The line ends within a JSON value.");
        assertThat(rejected.get(0).input()).asString(UTF_8).isEqualTo("not json");
        assertThat(rejected.get(2).input()).hasSize(1024);
    }

    @Test
    void makesJsonOfCsvWithKeyAndTimestampFromColumns() throws IOException {
        Path file = write(
                "readings.csv",
                "station,ts,temp,note\r\nEWR,2013-01-01T06:00:00Z,39.02,\"calm, \"\"clear\"\"\r\nnight\"\r\nJFK,,1,\r\nLGA,1357020000,,\"\"\r\n");
        ReplaySettings csv = new ReplaySettings(
                artifact(file), null, "weather", "station", "ts", null, "false", ByteSize.ofMebibytes(1));

        List<SourceBatch> batches = drain(started(csv, null, vertx));

        assertThat(values(batches))
                .containsExactly(
                        "{\"station\":\"EWR\",\"ts\":\"2013-01-01T06:00:00Z\",\"temp\":39.02,\"note\":\"calm, \\\"clear\\\"\\r\\nnight\"}",
                        "{\"station\":\"LGA\",\"ts\":1357020000,\"temp\":null,\"note\":\"\"}");
        assertThat(batches.get(0).records())
                .extracting(ProducedRecord::timestampMs)
                .containsOnly(1357020000000L);
        assertThat(batches.get(0).records().get(1).key()).asString(UTF_8).isEqualTo("LGA");
        assertThat(batches.get(0).rejected()).extracting(Rejected::where).containsExactly("readings.csv:4");
    }

    @Test
    void tellsThatGzipWasCutOffAfterTheLinesBefore() throws IOException {
        byte[] whole = gzip(numbers(100_000));
        Path file = Files.write(folder.resolve("cut.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));
        Source source = started(settings(file), null, vertx);
        List<SourceBatch> batches = new ArrayList<>();

        assertThatThrownBy(() -> {
                    while (true) {
                        batches.add(source.next().await());
                    }
                })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        cut -> assertThat(cut.problems())
                                .singleElement()
                                .extracting(Problem::what)
                                .asString()
                                .isEqualTo("cut.ndjson.gz ends within its gzip data, after line "
                                        + values(batches).size() + ": it was cut off."));
        assertThat(values(batches)).hasSizeGreaterThan(1000);
        assertThat(String.join("\n", values(batches)) + "\n")
                .isEqualTo(numbers(values(batches).size()));
        source.stop().await();
    }

    @Test
    void tellsThatGzipIsDamaged() throws IOException {
        byte[] whole = gzip(numbers(100_000));
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 100, (byte) 0xFF);
        Path file = Files.write(folder.resolve("damaged.ndjson.gz"), whole);

        assertThatThrownBy(() -> drain(started(settings(file), null, vertx)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("damaged.ndjson.gz holds damaged gzip data after line");
    }

    @Test
    void refusesAnotherContentUnderTheSamePosition() throws IOException {
        Path file = write("numbers.ndjson", numbers(1000));
        Source source = started(settings(file), null, vertx);
        JsonObject position = source.next().await().position();
        source.stop().await();
        Files.writeString(file, numbers(1001));

        assertThatThrownBy(() -> started(settings(file), position, vertx))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("numbers.ndjson is not the file that was read up to line 500");
    }

    @Test
    void refusesFilesThatCannotBeReplayed() throws IOException {
        assertThat(problemsOf(settings(folder.resolve("none.csv")))).contains("none.csv does not exist.");
        assertThat(problemsOf(settings(Files.createDirectory(folder.resolve("folder.csv")))))
                .contains("folder.csv is not a file.");
        assertThat(problemsOf(settings(write("empty.ndjson", "")))).contains("empty.ndjson is empty.");
        assertThat(problemsOf(settings(write("blank.ndjson", " \n\n")))).contains("blank.ndjson is empty.");
        assertThat(problemsOf(settings(write("header.csv", "a,b\n")))).contains("header.csv is empty.");
        assertThat(problemsOf(settings(write("doubled.csv", "a,a\n1,2\n"))))
                .contains("doubled.csv has a header row with the same name twice.");
        assertThat(problemsOf(settings(Files.write(folder.resolve("none.ndjson.gz"), gzip("")))))
                .contains("none.ndjson.gz is empty.");
        assertThat(problemsOf(settings(write("good.csv", "a,b\n1,2\n")))).isEmpty();
    }

    @Test
    void keepsToTheRate() throws IOException {
        Path file = write("numbers.ndjson", numbers(100));
        Instant begin = Instant.now();

        List<SourceBatch> batches = drain(started(settings(file, "false", "200/s"), null, vertx));

        assertThat(batches).allSatisfy(batch -> assertThat(batch.records()).hasSizeLessThanOrEqualTo(20));
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(values(batches)).hasSize(100);
    }

    @Test
    void showsHowFarItIs() throws IOException {
        Path file = write("numbers.ndjson", numbers(100_000));
        Source source = started(settings(file, "2", null), null, vertx);

        for (int batch = 0; batch < 100; batch++) {
            source.next().await();
        }

        JsonObject progress = source.progress();
        assertThat(progress.getLong("line")).isEqualTo(50_000);
        assertThat(progress.getLong("totalBytes")).isEqualTo(Files.size(file));
        assertThat(progress.getDouble("percent")).isCloseTo(25, within(6.0));
        source.stop().await();
    }

    @Test
    void loopsForEverWithoutEndingABatchEarly() throws IOException {
        Path file = write("numbers.ndjson", numbers(3));
        Source source = started(settings(file, "true", null), null, vertx);

        SourceBatch batch = source.next().await();

        assertThat(batch.end()).isFalse();
        assertThat(values(List.of(batch))).hasSize(500).startsWith("1", "2", "3", "1", "2");
        assertThat(batch.position().getLong("loop")).isEqualTo(166);
        source.stop().await();
    }

    private static List<String> problemsOf(ReplaySettings settings) {
        return new ReplaySourceType()
                .validate(settings).stream().map(Problem::what).toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    /** One number a line, from 1. */
    private static String numbers(int last) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(1, last).forEach(number -> text.append(number).append('\n'));
        return text.toString();
    }
}
