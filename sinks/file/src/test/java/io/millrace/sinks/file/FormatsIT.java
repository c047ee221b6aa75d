package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.LineCheck;
import io.millrace.sinks.formats.Metadata;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format through the whole sink: the names of its files, written by hand, and what is in them. */
class FormatsIT {

    @TempDir
    private Path dataDir;

    private final TestPartition quakes = new TestPartition("quakes", 0, "topic-id");
    private long memoryBytes = 1 << 20;

    @BeforeEach
    void produce() {
        for (String value :
                new String[] {"{\"id\":1,\"mag\":4.50}", "{\"id\":2,\"mag\":null}", "{\"id\":3,\"felt\":7}"}) {
            quakes.append(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void writesJsonLines() throws IOException {
        sink(new SettingsOf());
        assertThat(names()).containsExactly("topics/quakes/partition=0/quakes+0+0000000000.json");
        assertThat(text("quakes+0+0000000000.json"))
                .isEqualTo("{\"id\":1,\"mag\":4.50}\n{\"id\":2,\"mag\":null}\n{\"id\":3,\"felt\":7}\n");
    }

    @Test
    void givesUpWhatIsNotJson() throws IOException {
        produceOthers();
        sink(new SettingsOf());
        assertThat(quakes.deadLetters()).containsExactly(3L, 5L, 6L);
        assertThat(text("quakes+0+0000000000.json").lines()).hasSize(4).last().isEqualTo("{\"id\":5}");
    }

    @Test
    void givesUpWhatIsNoLineWhenJsonIsNotAskedFor() throws IOException {
        produceOthers();
        SettingsOf settings = new SettingsOf();
        settings.jsonCheck = LineCheck.LINE;
        sink(settings);
        assertThat(quakes.deadLetters()).containsExactly(5L, 6L);
        assertThat(text("quakes+0+0000000000.json").lines())
                .hasSize(5)
                .endsWith("{'id': 4, nearly JSON}", "{\"id\":5}");
    }

    @Test
    void readsFieldsWithoutACheckUpToWhereTheyAre() throws IOException {
        quakes.append("{\"id\":4,'mag':1}".getBytes(StandardCharsets.UTF_8));
        quakes.append("{'mag':1,\"id\":5}".getBytes(StandardCharsets.UTF_8));
        SettingsOf settings = new SettingsOf();
        settings.jsonCheck = LineCheck.LINE;
        settings.partitionerClass = "FieldPartitioner";
        settings.partitionFieldName = List.of("id");
        sink(settings);
        assertThat(quakes.deadLetters()).containsExactly(4L);
        assertThat(names()).contains("topics/quakes/id=4/quakes+0+0000000003.json");
    }

    /** Offsets 3 to 6. */
    private void produceOthers() {
        for (String value : new String[] {"{'id': 4, nearly JSON}", "{\n  \"id\":5\n}", "{'id': 6,\n}", "id=7"}) {
            quakes.append(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void writesGzip() throws IOException {
        SettingsOf settings = new SettingsOf();
        settings.compression = Compression.GZIP;
        sink(settings);
        assertThat(names()).containsExactly("topics/quakes/partition=0/quakes+0+0000000000.json.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file("quakes+0+0000000000.json.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(3);
        }
    }

    @Test
    void writesCsvAndANewFileWithANewColumn() throws IOException {
        sink(new SettingsOf().format("CsvFormat"));
        assertThat(names())
                .containsExactly(
                        "topics/quakes/partition=0/quakes+0+0000000000.csv",
                        "topics/quakes/partition=0/quakes+0+0000000002.csv");
        assertThat(text("quakes+0+0000000000.csv")).isEqualTo("id,mag\r\n1,4.50\r\n2,\r\n");
        assertThat(text("quakes+0+0000000002.csv")).isEqualTo("id,mag,felt\r\n3,,7\r\n");
    }

    @Test
    void writesAvroAndANewFileWithANewField() throws IOException {
        sink(new SettingsOf().format("io.confluent.connect.s3.format.avro.AvroFormat"));
        assertThat(names())
                .containsExactly(
                        "topics/quakes/partition=0/quakes+0+0000000000.avro",
                        "topics/quakes/partition=0/quakes+0+0000000002.avro");
        assertThat(avro("quakes+0+0000000000.avro"))
                .containsExactly("{\"id\": 1, \"mag\": 4.5}", "{\"id\": 2, \"mag\": null}");
        assertThat(avro("quakes+0+0000000002.avro")).containsExactly("{\"id\": 3, \"mag\": null, \"felt\": 7}");
    }

    @Test
    void tellsOffsetsBesideTheValues() throws IOException {
        SettingsOf settings = new SettingsOf();
        settings.metadata = List.of(Metadata.TOPIC, Metadata.OFFSET);
        sink(settings);
        assertThat(text("quakes+0+0000000000.json").lines())
                .first()
                .isEqualTo("{\"_topic\":\"quakes\",\"_offset\":0,\"id\":1,\"mag\":4.50}");
    }

    @Test
    void writesRawBytes() throws IOException {
        sink(new SettingsOf().format("io.confluent.connect.s3.format.bytearray.ByteArrayFormat"));
        assertThat(names()).containsExactly("topics/quakes/partition=0/quakes+0+0000000000.bin");
        assertThat(text("quakes+0+0000000000.bin").lines()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "JsonFormat, NONE, read_json",
        "JsonFormat, GZIP, read_json",
        "JsonFormat, ZSTD, read_json",
        "CsvFormat, GZIP, read_csv",
        "ParquetFormat, NONE, read_parquet"
    })
    void isReadByOthersWhenMemoryWasShortAfterEachRecord(String format, Compression compression, String reader)
            throws Exception {
        SettingsOf settings = new SettingsOf().format(format);
        settings.compression = compression;
        memoryBytes = 1;
        quakes.append("{\"id\":4,\"mag\":1.5,\"felt\":1}".getBytes(StandardCharsets.UTF_8));
        sink(settings);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet sums = statement.executeQuery("SELECT count(*), sum(id), sum(mag), sum(felt) FROM " + reader
                        + "('" + dataDir + "/files/topics/**/*+*', union_by_name = true)")) {
            sums.next();
            assertThat(sums.getLong(1)).isEqualTo(4);
            assertThat(sums.getLong(2)).isEqualTo(10);
            assertThat(sums.getDouble(3)).isEqualTo(6);
            assertThat(sums.getLong(4)).isEqualTo(8);
        }
    }

    private void sink(SettingsOf settings) {
        TestContext context = new TestContext(dataDir, "uid-1").memoryBytes(memoryBytes);
        TestFeed feed = new TestFeed(new FileSink().open(settings.settings(), context), quakes).assign();
        feed.deliverAll(10);
        feed.revoke();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(dataDir.resolve("files/topics"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> dataDir.resolve("files").relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path file(String name) {
        return dataDir.resolve("files/topics/quakes/partition=0").resolve(name);
    }

    private List<String> avro(String name) throws IOException {
        List<String> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(file(name).toFile(), new GenericDatumReader<>())) {
            reader.forEach(record -> records.add(record.toString()));
        }
        return records;
    }

    private String text(String name) throws IOException {
        return Files.readString(file(name));
    }
}
