package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {

    private final SchemaStore schemas = SchemaStore.inMemory();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesAColumnForEachFieldOfTheFirstRecord() throws IOException {
        assertThat(write(
                        format(null),
                        "{\"id\": 1, \"name\": \"quake\", \"deep\": null, \"at\": {\"x\": [1, 2.50]}}",
                        "{\"name\": \"b\", \"id\": 12345678901234567890, \"deep\": 1.10}"))
                .isEqualTo(
                        "id,name,deep,at\r\n1,quake,,\"{\"\"x\"\": [1, 2.50]}\"\r\n12345678901234567890,b,1.10,\r\n");
    }

    @Test
    void quotesWhatWouldBeReadAsSomethingElse() throws IOException {
        assertThat(write(
                        format(null),
                        "{\"a,b\":\"x,y\",\"c\":\"say \\\"hi\\\"\",\"d\":\"1\\r\\n2\",\"e\":\"\",\"f\":\"\\u00fc \"}"))
                .isEqualTo("\"a,b\",c,d,e,f\r\n\"x,y\",\"say \"\"hi\"\"\",\"1\r\n2\",\"\",ü \r\n");
    }

    @Test
    void leavesTheHeaderOutWhenToldTo() throws IOException {
        assertThat(write(format(false), "{\"a\":1}", "{\"a\":null}")).isEqualTo("1\r\n\"\"\r\n");
    }

    @Test
    void endsTheFileWhenARecordHasAFieldMore() throws IOException {
        Format format = format(null);
        RecordEncoder first = format.begin(out);
        assertThat(first.write(TestRecord.of("{\"a\":1}"))).isTrue();
        assertThat(first.write(TestRecord.of("{\"b\":2,\"a\":2}"))).isFalse();
        first.finish();
        assertThat(out.toString(UTF_8)).isEqualTo("a\r\n1\r\n");
        out.reset();
        assertThat(write(format, "{\"b\":2,\"a\":2}", "{\"a\":3}")).isEqualTo("a,b\r\n2,2\r\n3,\r\n");
    }

    @Test
    void takesAnyValueForAFieldForColumnsHaveNoTypes() throws IOException {
        assertThat(write(format(null), "{\"a\":1}", "{\"a\":\"x\"}", "{\"a\":[true]}", "{\"a\":1e400}"))
                .isEqualTo("a\r\n1\r\nx\r\n[true]\r\n1e400\r\n");
    }

    @Test
    void keepsTheTypedSchemaOfTheTopicAsItIs() throws IOException {
        write(format(null), "{\"a\":1}");
        assertThat(schemas.newest("t")).isEmpty();
    }

    @Test
    void rejectsWhatHasNoFields() {
        Format format = format(null);
        assertRejected(format, "[1]", "the value is no object, so it has no fields");
        assertRejected(format, "{\"a\":1,\"a\":2}", "a field stands in an object twice");
        assertRejected(format, "{\"a\":", "the value is not JSON");
        assertThat(out.size()).isZero();
    }

    @Test
    void isReadBackByDuckDb(@TempDir Path folder) throws IOException, SQLException {
        List<String> texts = new ArrayList<>();
        StringBuilder json = new StringBuilder();
        String[] pieces = {"\\\"", ",", "\\n", "\\r\\n", "ü", "𝄞", " ", "a", "'", "\\\\", ";"};
        RecordEncoder encoder = format(null).begin(out);
        for (int i = 0; i < 500; i++) {
            json.setLength(0);
            for (int piece = i; piece > 0; piece /= 3) {
                json.append(pieces[piece % pieces.length]);
            }
            texts.add(json.toString()
                    .replace("\\\"", "\"")
                    .replace("\\r\\n", "\r\n")
                    .replace("\\n", "\n")
                    .replace("\\\\", "\\"));
            encoder.write(TestRecord.of("{\"id\":" + i + ",\"text\":\"" + json + "\",\"nothing\":null}"));
        }
        encoder.finish();
        Path file = Files.write(folder.resolve("x.csv"), out.toByteArray());
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id, coalesce(text, ''), nothing from read_csv('" + file
                                + "', header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n') order by id")) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(i);
                assertThat(rows.getString(2)).isEqualTo(texts.get(i));
                assertThat(rows.getString(3)).isNull();
            }
            assertThat(rows.next()).isFalse();
        }
    }

    private Format format(Boolean header) {
        return new FormatSettings(
                        "CsvFormat",
                        new TextSettings(Compression.NONE, -1, null, header, null, null),
                        null,
                        null,
                        SchemaSettings.DEFAULTS,
                        List.of())
                .open(schemas);
    }

    private String write(Format format, String... values) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            for (String value : values) {
                assertThat(encoder.write(TestRecord.of(value))).isTrue();
            }
            encoder.finish();
        }
        return out.toString(UTF_8);
    }

    private void assertRejected(Format format, String value, String cause) {
        assertThatThrownBy(() -> write(format, value))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED))
                .hasMessageContaining(cause);
    }
}
