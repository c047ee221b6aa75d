package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.Metadata;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Each format through the whole sink: the names of its files, written by hand, and what is in them. */
class FormatsIT {

    @TempDir
    private Path dataDir;

    private final TestPartition quakes = new TestPartition("quakes", 0, "topic-id");

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

    private void sink(SettingsOf settings) {
        TestFeed feed = new TestFeed(
                        new FileSink().open(settings.settings(), new TestContext(dataDir, "uid-1")), quakes)
                .assign();
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
