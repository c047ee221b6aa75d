package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenSchemaTest {

    private static final String AVRO = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "long"},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null},
              {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
              {"name": "key", "type": ["null", {"type": "string", "logicalType": "uuid"}], "default": null},
              {"name": "items", "type": {"type": "array", "items": {"type": "record", "name": "Item", "fields": [
                {"name": "name", "type": "string"}, {"name": "count", "type": ["null", "int"]}]}}},
              {"name": "tags", "type": ["null", {"type": "map", "values": "string"}]}]}
            """;

    private static final String JSON = """
            {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["id", "price", "items"],
             "properties": {
               "id": {"type": "integer"},
               "price": {"type": "number", "title": "org.apache.kafka.connect.data.Decimal",
                         "connect.parameters": {"scale": "2", "connect.decimal.precision": "9"}},
               "at": {"type": "string", "format": "date-time"},
               "day": {"oneOf": [{"type": "null"}, {"type": "string", "format": "date"}]},
               "key": {"type": ["null", "string"], "format": "uuid"},
               "items": {"type": "array", "items": {"$ref": "#/definitions/item"}},
               "tags": {"type": "object", "additionalProperties": {"type": "string"}}},
             "definitions": {"item": {"type": "object", "required": ["name"],
               "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}}}}
            """;

    private static final String ORDER =
            "{\"id\":1,\"price\":12.5,\"at\":\"2026-01-02T03:04:05.000006Z\",\"day\":\"2026-01-02\","
                    + "\"key\":\"123e4567-e89b-12d3-a456-426614174000\",\"items\":[{\"name\":\"pen\",\"count\":2}],"
                    + "\"tags\":{\"a\":\"b\"},\"unknown\":1}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void isReadTheSameFromAvroAndJsonSchema() {
        assertThat(type(JSON)).isEqualTo(type(AVRO));
    }

    @ParameterizedTest
    @ValueSource(strings = {AVRO, JSON})
    void givesTheTypesOfTheFile(String schema) throws IOException {
        write(format("AvroFormat", schema), ORDER);
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(out.toByteArray()), new GenericDatumReader<>())) {
            GenericRecord order = reader.next();
            assertThat(order.get("at")).isEqualTo(1_767_323_045_000_006L);
            assertThat(order.get("day")).isEqualTo(20_455);
            assertThat(order.get("key")).hasToString("123e4567-e89b-12d3-a456-426614174000");
            assertThat(order.get("items")).hasToString("[{\"name\": \"pen\", \"count\": 2}]");
            assertThat(order.get("tags")).hasToString("{a=b}");
            assertThat(order.hasField("unknown")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {AVRO, JSON})
    void givesTheTypesThatDuckDbReadsFromParquet(String schema, @TempDir Path folder) throws Exception {
        ParquetSettings parquet =
                new ParquetSettings(ParquetCodec.ZSTD, 3, new ByteSize(1 << 20), new ByteSize(1 << 16));
        SchemaSettings settings = new SchemaSettings(Contradictions.REJECT, schema, null, RegistrySettings.NONE);
        write(
                new FormatSettings("ParquetFormat", TextSettings.DEFAULTS, parquet, null, settings, List.of())
                        .open(SchemaStore.inMemory()),
                ORDER);
        Path file = Files.write(folder.resolve("x.parquet"), out.toByteArray());
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(
                        "select id, price, epoch_us(\"at\"), \"day\", \"key\", items[1].\"count\", tags['a'],"
                                + " typeof(price), typeof(\"at\"), typeof(\"day\"), typeof(\"key\") from '" + file
                                + "'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(1);
            assertThat(row.getBigDecimal(2)).isEqualTo("12.50");
            assertThat(row.getLong(3)).isEqualTo(1_767_323_045_000_006L);
            assertThat(row.getString(4)).isEqualTo("2026-01-02");
            assertThat(row.getString(5)).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
            assertThat(row.getLong(6)).isEqualTo(2);
            assertThat(row.getString(7)).contains("b");
            assertThat(row.getString(8)).isEqualTo("DECIMAL(9,2)");
            assertThat(row.getString(9)).isEqualTo("TIMESTAMP WITH TIME ZONE");
            assertThat(row.getString(10)).isEqualTo("DATE");
            assertThat(row.getString(11)).isEqualTo("UUID");
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void givesTheColumnsOfCsv() throws IOException {
        write(format("CsvFormat", AVRO), "{\"items\":[],\"price\":12.50,\"id\":1}");
        assertThat(out.toString(UTF_8)).isEqualTo("id,price,at,day,key,items,tags\r\n1,12.50,,,,[],\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":\"x\",\"price\":1,\"items\":[]} | id: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1.234,\"items\":[]} | price: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":12345678.1,\"items\":[]} | price: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1,\"at\":\"soon\",\"items\":[]} | at: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1,\"day\":\"2026-02-30\",\"items\":[]} | day: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1,\"key\":\"1-2\",\"items\":[]} | key: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1,\"items\":[{\"name\":\"a\"},{\"name\":7}]} | items.name: a value is not of the type that the schema has for it",
                "{\"id\":1,\"price\":1,\"items\":[{\"count\":7}]} | items.name: a field is missing or null that the schema requires",
                "{\"id\":1,\"price\":1,\"items\":7} | items: a value is not of the type that the schema has for it",
                "{\"id\":1,\"items\":[]} | price: a field is missing or null that the schema requires",
                "{\"id\":1,\"price\":1,\"items\":null} | items: a field is missing or null that the schema requires",
                "{\"id\":1,\"id\":2} | id: a field stands in an object twice"
            })
    void rejectsARecordThatDoesNotFitWithItsField(String record, String cause) {
        for (String formatClass : new String[] {"AvroFormat", "CsvFormat"}) {
            Format format = format(formatClass, AVRO);
            assertThatThrownBy(() -> {
                        write(format, ORDER);
                        write(format, record);
                    })
                    .isInstanceOf(DeliveryException.class)
                    .hasMessage(cause);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[] | it is not a JSON object",
                "{} | the value has no type",
                "{\"type\":\"record\",\"name\":\"A\"} | it is not an Avro schema",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]} | the record has no fields",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":[\"int\",\"string\"]}]} | a is a union of more than null and one type",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"A\"]}]} | a is a A inside another one",
                "{\"type\":\"string\"} | it does not describe an object with properties",
                "{\"type\":\"object\"} | the value is an object that does not say what its properties are",
                "{\"properties\":{\"a\":{\"type\":\"array\"}}} | a is an array that does not say what its items are",
                "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/b\"}}} | a refers to #/definitions/b, which is not in the schema",
                "{\"properties\":{\"a\":{\"$ref\":\"#\"}}} | a.a refers to #, which it is in, without an end",
                "{\"properties\":{\"a\":{\"type\":[\"integer\",\"string\"]}}} | a has not one type"
            })
    void refusesWhatIsNoSchemaOfFiles(String schema, String why) {
        assertThatThrownBy(() -> new SchemaSettings(Contradictions.REJECT, schema, null, RegistrySettings.NONE))
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo("value.schema"))
                .hasMessageStartingWith("This schema cannot be used: " + why);
    }

    @Test
    void isTakenFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("order.avsc"), AVRO);
        Artifact artifact = new Artifact("order.avsc", "", file);
        SchemaSettings settings = new SchemaSettings(Contradictions.REJECT, null, artifact, RegistrySettings.NONE);
        assertThat(settings.given().orElseThrow().type()).isEqualTo(type(AVRO));
        assertThatThrownBy(() -> new SchemaSettings(Contradictions.REJECT, AVRO, artifact, RegistrySettings.NONE))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("The schema is given twice.");
    }

    @Test
    void isRefusedWhereItHasNoEffect() {
        assertThatThrownBy(() -> format("JsonFormat", AVRO))
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo("value.schema"))
                .hasMessage("Values are written as they are, without a schema.");
    }

    private static RecordType type(String schema) {
        return new SchemaSettings(Contradictions.REJECT, schema, null, RegistrySettings.NONE)
                .given()
                .orElseThrow()
                .type();
    }

    private static Format format(String formatClass, String schema) {
        SchemaSettings settings = new SchemaSettings(Contradictions.REJECT, schema, null, RegistrySettings.NONE);
        return new FormatSettings(formatClass, TextSettings.DEFAULTS, null, null, settings, List.of())
                .open(SchemaStore.inMemory());
    }

    private void write(Format format, String record) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            encoder.write(TestRecord.of(record));
            encoder.finish();
        }
    }
}
