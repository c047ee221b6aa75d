package io.millrace.sinks.formats.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.settings.ByteSize;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.Metadata;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.RecordField;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of several schemas in files of each format. */
class RegistryFormatsIT {

    private static final String FIRST = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "int"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "shop", "type": {"type": "record", "name": "Shop", "fields": [{"name": "city", "type": "string"}]}}]}
            """;
    private static final String SECOND = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "shop", "type": {"type": "record", "name": "Shop", "fields": [
                {"name": "zip", "type": ["null", "string"], "default": null}, {"name": "city", "type": "string"}]}},
              {"name": "id", "type": "long"},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, "default": "0"}]}
            """;
    private static final String KEY = """
            {"type": "record", "name": "Key", "fields": [{"name": "k", "type": "string"}]}
            """;

    @TempDir
    private Path folder;

    private FakeRegistry fake;
    private long offset;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeRegistry()
                .schema(1, "AVRO", FIRST)
                .schema(2, "AVRO", SECOND)
                .schema(3, "AVRO", KEY)
                .schema(4, "AVRO", "\"string\"");
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void writesOneParquetFileOfTwoSchemas() throws Exception {
        List<Path> files = write(
                format("ParquetFormat", List.of()),
                first(1, "Bonn"),
                second(2, "Rome"),
                first(3, "Oslo"),
                second(4, "Bern"));
        assertThat(files).hasSize(1);
        assertThat(ask("SELECT typeof(id), typeof(\"at\"), typeof(price), typeof(shop) FROM ? LIMIT 1", files))
                .containsExactly("BIGINT TIMESTAMP WITH TIME ZONE DECIMAL(9,2) STRUCT(city VARCHAR, zip VARCHAR)");
        assertThat(ask("SELECT id, epoch_ms(\"at\"), price, shop.city, shop.zip FROM ? ORDER BY id", files))
                .containsExactly(
                        "1 1001 null Bonn null",
                        "2 null 12.50 Rome 00100",
                        "3 1003 null Oslo null",
                        "4 null 12.50 Bern 00100");
        assertThat(fake.asked()).containsExactly("/schemas/ids/1", "/schemas/ids/2");
    }

    @Test
    void goesOnWithTheSchemaThatIsKept() throws Exception {
        SchemaStore schemas = SchemaStore.inMemory();
        write(settings("ParquetFormat", List.of()).open(schemas), second(1, "Rome"));
        List<Path> later = write(settings("ParquetFormat", List.of()).open(schemas), first(2, "Bonn"));
        assertThat(ask("SELECT id, price, shop.zip, shop.city FROM ?", later)).containsExactly("2 null null Bonn");
    }

    @Test
    void writesJsonLinesOfEachSchemasOwnFields() throws Exception {
        assertThat(text("JsonFormat", List.of(), first(1, "Bonn"), second(2, "Rome")))
                .isEqualTo("""
                        {"id":1,"at":"1970-01-01T00:00:01.001Z","shop":{"city":"Bonn"}}
                        {"shop":{"zip":"00100","city":"Rome"},"id":2,"price":12.50}
                        """);
    }

    @Test
    void writesColumnsOfTexts() throws Exception {
        assertThat(text("CsvFormat", List.of(), first(1, "Bonn")))
                .isEqualTo("id,at,shop\r\n1,1970-01-01T00:00:01.001Z,\"{\"\"city\"\":\"\"Bonn\"\"}\"\r\n");
    }

    @Test
    void writesRawBytesAsTheyAre() throws Exception {
        ConsumedRecord record = first(1, "Bonn");
        assertThat(Files.readAllBytes(
                        write(format("ByteArrayFormat", List.of()), record).get(0)))
                .startsWith(record.value());
        assertThat(format("ByteArrayFormat", List.of())
                        .field("shop.city")
                        .find(record)
                        .orElseThrow()
                        .text())
                .isEqualTo("Bonn");
    }

    @Test
    void writesAvroFilesThatAvroReads() throws Exception {
        List<Path> files = write(format("AvroFormat", List.of()), second(7, "Rome"));
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(
                new SeekableByteArrayInput(Files.readAllBytes(files.get(0))), new GenericDatumReader<>())) {
            GenericRecord record = reader.next();
            assertThat(record.get("id")).isEqualTo(7L);
            assertThat(((GenericRecord) record.get("shop")).get("city")).hasToString("Rome");
        }
    }

    @Test
    void tellsMetadataBesideTheValue() throws Exception {
        List<Metadata> metadata = List.of(Metadata.KEY, Metadata.OFFSET, Metadata.HEADERS, Metadata.TIMESTAMP);
        GenericData.Record key = new GenericData.Record(new Schema.Parser().parse(KEY));
        key.put("k", "x");
        ConsumedRecord first = new TestRecord(
                "t",
                0,
                5,
                9,
                FakeRegistry.framed(3, encoded(key)),
                first(1, "Bonn").value());
        ConsumedRecord second = new TestRecord(
                "t",
                0,
                6,
                9,
                FakeRegistry.framed(4, new byte[] {4, 'a', 'b'}),
                first(2, "Bonn").value());
        List<Path> files = write(format("ParquetFormat", metadata), first, second);
        assertThat(ask("SELECT _key, _offset, len(_headers), epoch_ms(_timestamp), id FROM ? ORDER BY id", files))
                .containsExactly("{\"k\":\"x\"} 5 0 9 1", "ab 6 0 9 2");
        assertThat(text("CsvFormat", metadata, first))
                .startsWith("_key,_offset,_headers,_timestamp,id,at,shop\r\n\"{\"\"k\"\":\"\"x\"\"}\",5,[],9,1,1970");
    }

    @Test
    void findsFieldsForFolders() throws Exception {
        for (String format : List.of("ParquetFormat", "CsvFormat", "JsonFormat")) {
            Format opened = format(format, List.of());
            assertThat(opened.field("shop.city").find(first(1, "Bonn")))
                    .contains(new RecordField.Scalar("Bonn", false));
            assertThat(opened.field("id").find(first(1, "Bonn"))).contains(new RecordField.Scalar("1", true));
            assertThat(opened.field("at").find(first(1, "Bonn"))).contains(new RecordField.Scalar("1001", true));
            assertThat(opened.field("at").find(second(1, "Bonn"))).isEmpty();
            assertThat(opened.field("shop").find(first(1, "Bonn"))).isEmpty();
        }
    }

    @Test
    void writesJsonBehindAHeaderAsItIs() throws Exception {
        RegistrySettings registry = new RegistrySettings(
                "JsonSchemaConverter", List.of(fake.url()), null, null, null, List.of(), null, null);
        Format format = new FormatSettings(
                        "JsonFormat",
                        TextSettings.DEFAULTS,
                        null,
                        null,
                        new SchemaSettings(Contradictions.REJECT, null, null, registry),
                        List.of(Metadata.OFFSET))
                .open(SchemaStore.inMemory());
        ConsumedRecord record = record(FakeRegistry.framed(9, "{\"b\": 1.50}".getBytes(UTF_8)));
        assertThat(format.field("b").find(record)).contains(new RecordField.Scalar("1.50", false));
        assertThat(content(write(format, record).get(0))).isEqualTo("{\"_offset\":0,\"b\": 1.50}\n");
    }

    @Test
    void rejectsWhatHasNoSchema() throws Exception {
        assertRejected("the value has 3 bytes, too few", new byte[] {0, 0, 0});
        assertRejected("its first byte is 123 and not 0", "{\"a\":1}".getBytes(UTF_8));
        assertRejected(
                "there is no schema 99 in the registry at " + fake.url(), FakeRegistry.framed(99, new byte[] {0}));
        assertRejected("it describes no record", FakeRegistry.framed(4, new byte[] {2, 'a'}));
        assertRejected("the value is not what its Avro schema says", FakeRegistry.framed(1, new byte[] {0}));
        fake.schema(5, "JSON", "{}");
        assertRejected("number 5, cannot be used: it is of type JSON", FakeRegistry.framed(5, new byte[] {0}));
        fake.schema(6, "AVRO", SECOND.replace("\"long\"", "\"string\""));
        Format format = format("ParquetFormat", List.of());
        RecordEncoder encoder = format.begin(new ByteArrayOutputStream());
        assertThat(encoder.write(first(1, "Bonn"))).isTrue();
        assertThatThrownBy(() -> encoder.write(record(FakeRegistry.framed(6, new byte[] {0}))))
                .hasMessage(
                        "the value's schema, number 6, cannot be used: id is a text and was a whole number in records"
                                + " before");
        encoder.close();
    }

    private void assertRejected(String message, byte[] value) throws IOException {
        RecordEncoder encoder = format("ParquetFormat", List.of()).begin(new ByteArrayOutputStream());
        assertThatThrownBy(() -> encoder.write(record(value)))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED))
                .hasMessageContaining(message);
        encoder.close();
    }

    private Format format(String formatClass, List<Metadata> metadata) {
        return settings(formatClass, metadata).open(SchemaStore.inMemory());
    }

    private FormatSettings settings(String formatClass, List<Metadata> metadata) {
        RegistrySettings registry = new RegistrySettings(
                "io.confluent.connect.avro.AvroConverter",
                List.of(fake.url()),
                null,
                null,
                "AvroConverter",
                List.of(fake.url()),
                null,
                null);
        return new FormatSettings(
                formatClass,
                TextSettings.DEFAULTS,
                new ParquetSettings(ParquetCodec.SNAPPY, 3, new ByteSize(1 << 24), new ByteSize(1 << 20)),
                null,
                new SchemaSettings(Contradictions.REJECT, null, null, registry),
                metadata);
    }

    private List<Path> write(Format format, ConsumedRecord... records) throws IOException {
        List<Path> files = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordEncoder encoder = format.begin(out);
        for (ConsumedRecord record : records) {
            if (!encoder.write(record)) {
                files.add(end(encoder, out));
                out = new ByteArrayOutputStream();
                encoder = format.begin(out);
                assertThat(encoder.write(record)).isTrue();
            }
        }
        files.add(end(encoder, out));
        return files;
    }

    private Path end(RecordEncoder encoder, ByteArrayOutputStream out) throws IOException {
        encoder.finish();
        encoder.close();
        return Files.write(Files.createTempFile(folder, "part", ""), out.toByteArray());
    }

    private String text(String formatClass, List<Metadata> metadata, ConsumedRecord... records) throws IOException {
        return write(format(formatClass, metadata), records).stream()
                .map(RegistryFormatsIT::content)
                .collect(Collectors.joining());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<String> ask(String query, List<Path> files) throws SQLException {
        String table = files.stream()
                .map(file -> "'" + file + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.replace("?", table))) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(result.getString(column));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    private ConsumedRecord first(int id, String city) throws IOException {
        Schema schema = new Schema.Parser().parse(FIRST);
        GenericData.Record shop = new GenericData.Record(schema.getField("shop").schema());
        shop.put("city", city);
        GenericData.Record order = new GenericData.Record(schema);
        order.put("id", id);
        order.put("at", 1_000L + id);
        order.put("shop", shop);
        return record(FakeRegistry.framed(1, encoded(order)));
    }

    private ConsumedRecord second(long id, String city) throws IOException {
        Schema schema = new Schema.Parser().parse(SECOND);
        GenericData.Record shop = new GenericData.Record(schema.getField("shop").schema());
        shop.put("city", city);
        shop.put("zip", "00100");
        GenericData.Record order = new GenericData.Record(schema);
        order.put("id", id);
        order.put("shop", shop);
        order.put("price", java.nio.ByteBuffer.wrap(new byte[] {4, (byte) 0xE2}));
        return record(FakeRegistry.framed(2, encoded(order)));
    }

    private ConsumedRecord record(byte[] value) {
        return new TestRecord("t", 0, offset++, 0, null, value);
    }

    private static byte[] encoded(GenericData.Record record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
