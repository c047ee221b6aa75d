package io.millrace.sinks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.settings.ByteSize;
import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.JsonField;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.Partitioning.Source;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import io.millrace.sinks.writer.partitioner.TimestampUnit;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file for each of many folders, all open at a time. */
class ManyFilesTest {

    private static final int FOLDERS = 200;
    private static final int RECORDS = 20_000;
    private static final int SHARE = 2 << 20;

    private final MemoryPlace place = new MemoryPlace();
    private final TestPartition partition = new TestPartition("t", 0, "topic-id");
    private final TestContext context = new TestContext(Path.of("unused"), "uid");
    private IOException failure;
    private SinkWriter writer;

    @ParameterizedTest
    @CsvSource({
        "ParquetFormat, NONE",
        "AvroFormat, NONE",
        "JsonFormat, NONE",
        "JsonFormat, GZIP",
        "CsvFormat, ZSTD",
        "ByteArrayFormat, NONE"
    })
    void holdNoMoreThanTheShareAndStayOpen(String format, Compression compression) {
        context.memoryBytes(SHARE);
        TestFeed feed = start(format, compression);
        while (feed.position() < RECORDS) {
            feed.deliver(500);
            feed.tick(context.clock().instant());
            assertThat(held()).isLessThanOrEqualTo(SHARE);
        }
        assertThat(context.count("sink.bytes.spilled")).isGreaterThan(SHARE);
        assertThat(place.published()).as("before the end").isEmpty();
        feed.revoke();
        assertThat(place.published()).hasSize(FOLDERS);
        assertThat(context.count("sink.records.written")).isEqualTo(RECORDS);
    }

    @Test
    void holdMoreWithoutALimit() {
        context.memoryBytes(Long.MAX_VALUE);
        TestFeed feed = start("ParquetFormat", Compression.NONE);
        feed.deliverAll(500);
        feed.tick(context.clock().instant());
        assertThat(held()).isGreaterThan(2 * SHARE);
        assertThat(context.count("sink.bytes.spilled")).isZero();
    }

    @Test
    void giveWayWhenTheShareBecomesSmallerThoughNothingComes() {
        context.memoryBytes(Long.MAX_VALUE);
        TestFeed feed = start("ParquetFormat", Compression.NONE);
        feed.deliverAll(500);
        feed.tick(context.clock().instant());
        context.memoryBytes(SHARE);
        feed.tick(context.clock().instant());
        assertThat(held()).isLessThanOrEqualTo(SHARE);
    }

    @Test
    void areReadBackWhole() throws IOException {
        context.memoryBytes(SHARE);
        TestFeed feed = start("JsonFormat", Compression.GZIP);
        feed.deliverAll(500);
        feed.revoke();
        int lines = 0;
        for (byte[] file : place.published().values()) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
                lines += (int) new String(in.readAllBytes(), UTF_8).lines().count();
            }
        }
        assertThat(lines).isEqualTo(RECORDS);
    }

    @Test
    void beginAfreshWhenOneCouldNotSpill() {
        context.memoryBytes(Long.MAX_VALUE);
        TestFeed feed = start("ParquetFormat", Compression.NONE);
        feed.deliver(RECORDS / 2);
        failure = new IOException("gone");
        context.memoryBytes(SHARE);
        feed.tick(context.clock().instant());
        assertThat(feed.trouble()).as("while nothing of the files is wanted").isNull();
        failure = null;
        feed.deliver(500);
        assertThat(feed.trouble()).hasMessage("gone");
        feed.deliverAll(500);
        feed.revoke();
        assertThat(context.count("sink.records.written")).isEqualTo(RECORDS);
        assertThat(place.outputs).isEmpty();
    }

    private long held() {
        return writer.progress().getLong("heldBytes");
    }

    private TestFeed start(String format, Compression compression) {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            partition.append(("{\"kind\":" + random.nextInt(FOLDERS) + ",\"number\":" + i + ",\"text\":\""
                            + Long.toHexString(random.nextLong()).repeat(20) + "\"}")
                    .getBytes(UTF_8));
        }
        writer = new SinkWriter(place.storage(steps()), plan(format, compression), context);
        return new TestFeed(writer, partition).assign();
    }

    private MemoryPlace.Steps steps() {
        return new MemoryPlace.Steps() {
            @Override
            public void before() throws IOException {
                if (failure != null) {
                    throw failure;
                }
            }

            @Override
            public void after() {}
        };
    }

    private SinkPlan plan(String format, Compression compression) {
        Partitioning partitioning = new Partitioning(
                "FieldPartitioner",
                List.of("kind"),
                null,
                null,
                "en-US",
                "UTC",
                Source.WALLCLOCK,
                "time",
                TimestampUnit.MILLISECONDS,
                "/");
        TimestampExtractor time = partitioning.extractor(context.clock(), JsonField::new);
        FormatSettings settings = new FormatSettings(
                format,
                TextSettings.of(compression),
                new ParquetSettings(ParquetCodec.ZSTD, 3, new ByteSize(1 << 24), new ByteSize(1 << 20)),
                null,
                SchemaSettings.DEFAULTS,
                List.of());
        return new SinkPlan(
                settings.open(SchemaStore.inMemory()),
                partitioning.partitioner(time, JsonField::new),
                time,
                new FolderNames("topics", "/", "+", 10),
                new Rotation(Integer.MAX_VALUE, 0, 0, ZoneOffset.UTC, 5000),
                false);
    }
}
