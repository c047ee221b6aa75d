package io.millrace.sinks.formats.parquet;

import static io.millrace.sinks.formats.parquet.DuckDb.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.sinks.formats.json.JsonRows;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files, read by DuckDB, which shares no code with what writes them. */
class DuckDbIT {

    private static final Path ROOT = root();
    private static final Path QUAKES = ROOT.resolve("samples/01-quakes-to-files/earthquakes.ndjson.gz");

    @TempDir
    private Path folder;

    private DuckDb duckDb;

    @BeforeEach
    void open() throws SQLException {
        duckDb = new DuckDb();
    }

    @AfterEach
    void close() throws SQLException {
        duckDb.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsTheQuakes(ParquetCodec codec) throws Exception {
        ParquetSettings settings = new ParquetSettings(
                codec,
                3,
                ParquetFiles.settings(1 << 16, 0).rowGroup(),
                ParquetFiles.settings(0, 1 << 13).page());
        ParquetFiles files = ParquetFiles.inferring(folder, settings, Contradictions.REJECT);
        write(files, QUAKES);
        files.finish();
        String quakes = all();
        assertThat(duckDb.one("SELECT count(*), count(DISTINCT id), sum(properties.sig) FROM ?", quakes))
                .isEqualTo("1707 1707 104666");
        assertThat(duckDb.rows(
                        "SELECT count(*) FROM ? GROUP BY epoch_ms(properties.time)::DATE ORDER BY epoch_ms(properties.time)::DATE",
                        quakes))
                .containsExactly("198", "231", "242", "259", "301", "249", "213", "14");
        assertThat(duckDb.one(
                        "SELECT round(sum(properties.mag), 2), count(properties.felt), sum(properties.felt) FROM ?",
                        quakes))
                .isEqualTo("2616.39 127 2887");
        assertThat(duckDb.one(
                        "SELECT typeof(properties.mag), typeof(geometry.coordinates), typeof(id) FROM ? LIMIT 1",
                        quakes))
                .isEqualTo("DOUBLE DOUBLE[] VARCHAR");
        assertThat(duckDb.one("SELECT count(*) FROM ? WHERE properties.mag >= 4.5 AND properties.net <> 'zz'", quakes))
                .as("with statistics in the way")
                .isEqualTo("85");
    }

    @Test
    void readsTheWeather() throws Exception {
        Optional<Path> weather = sharedData().map(data -> data.resolve("nyc-weather-2013.ndjson.gz"));
        assumeTrue(weather.isPresent(), "skipped: no shared/data beside the repository");
        ParquetFiles files = ParquetFiles.inferring(folder);
        write(files, weather.orElseThrow());
        files.finish();
        assertThat(duckDb.one(
                        "SELECT count(*), count(*) - count(temp), count(*) - count(wind_dir), count(*) - count(wind_speed),"
                                + " count(*) - count(wind_gust), count(*) - count(pressure), round(sum(temp), 2) FROM ?",
                        all()))
                .isEqualTo("26115 1 460 4 20778 2729 1443069.88");
        assertThat(duckDb.rows("SELECT station, count(*) FROM ? GROUP BY station ORDER BY station", all()))
                .containsExactly("EWR 8703", "JFK 8706", "LGA 8706");
    }

    @Test
    void readsAllTypesAndNestings() throws Exception {
        RecordType inner = new RecordType(
                List.of(new Field("x", Scalar.LONG, true), new Field("tags", new ListType(Scalar.STRING, true), true)));
        Schema schema = new Schema(
                1,
                new RecordType(List.of(
                        new Field("id", Scalar.LONG, false),
                        new Field("b", Scalar.BOOLEAN, true),
                        new Field("d", Scalar.DOUBLE, true),
                        new Field("s", Scalar.STRING, true),
                        new Field("y", Scalar.BYTES, true),
                        new Field("day", Scalar.DATE, true),
                        new Field("ms", Scalar.TIMESTAMP_MILLIS, true),
                        new Field("us", Scalar.TIMESTAMP_MICROS, true),
                        new Field("uuid", Scalar.UUID, true),
                        new Field("small", new DecimalType(9, 2), true),
                        new Field("large", new DecimalType(30, 10), true),
                        new Field("o", inner, true),
                        new Field("lists", new ListType(new ListType(Scalar.LONG, true), true), true),
                        new Field("records", new ListType(inner, true), true),
                        new Field("map", new MapType(inner, true), true))));
        ParquetFiles files = new ParquetFiles(
                folder, new ParquetFormat(ParquetFiles.settings(1 << 24, 1 << 20), topic -> JsonRows.of(schema)));
        files.write(
                "{\"id\":1,\"b\":true,\"d\":-1.5,\"s\":\"ü\",\"y\":\"AAH/\",\"day\":\"2026-02-28\","
                        + "\"ms\":\"2026-02-28T12:30:00.123Z\",\"us\":\"2026-02-28T12:30:00.123456+01:00\","
                        + "\"uuid\":\"123e4567-e89b-12d3-a456-426614174000\",\"small\":\"-1234567.89\","
                        + "\"large\":-12345678901234567890.0123456789,\"o\":{\"x\":1,\"tags\":[]},\"lists\":[[1,null],[],null],"
                        + "\"records\":[{\"x\":2,\"tags\":[\"a\",null]},null,{}],\"map\":{\"k\":{\"x\":3},\"\":null},\"unknown\":[{}]}");
        files.write("{\"id\":2,\"day\":1,\"ms\":1000,\"us\":1000,\"small\":1,\"large\":1e3,\"lists\":[],\"map\":{}}");
        files.write("{\"id\":3}");
        Path file = files.finish().get(0);
        assertThat(duckDb.rows("SELECT column_type FROM (DESCRIBE SELECT * FROM ?)", table(file)))
                .containsExactly(
                        "BIGINT",
                        "BOOLEAN",
                        "DOUBLE",
                        "VARCHAR",
                        "BLOB",
                        "DATE",
                        "TIMESTAMP WITH TIME ZONE",
                        "TIMESTAMP WITH TIME ZONE",
                        "UUID",
                        "DECIMAL(9,2)",
                        "DECIMAL(30,10)",
                        "STRUCT(x BIGINT, tags VARCHAR[])",
                        "BIGINT[][]",
                        "STRUCT(x BIGINT, tags VARCHAR[])[]",
                        "MAP(VARCHAR, STRUCT(x BIGINT, tags VARCHAR[]))");
        assertThat(duckDb.rows(
                        "SELECT id, b, d, s, hex(y), day, epoch_ms(ms), epoch_us(us), uuid, small, large FROM ?",
                        table(file)))
                .containsExactly(
                        "1 true -1.5 ü 0001FF 2026-02-28 1772281800123 1772278200123456 123e4567-e89b-12d3-a456-426614174000"
                                + " -1234567.89 -12345678901234567890.0123456789",
                        "2 null null null null 1970-01-02 1000 1000 null 1.00 1000.0000000000",
                        "3 null null null null null null null null null null");
        assertThat(duckDb.rows("SELECT o::VARCHAR, lists::VARCHAR, records::VARCHAR, map::VARCHAR FROM ?", table(file)))
                .containsExactly(
                        "{'x': 1, 'tags': []} [[1, NULL], [], NULL]"
                                + " [{'x': 2, 'tags': [a, NULL]}, NULL, {'x': NULL, 'tags': NULL}]"
                                + " {k={'x': 3, 'tags': NULL}, ''=NULL}",
                        "null [] null {}",
                        "null null null null");
    }

    @Test
    void readsAFolderOfTenSchemasAsOneTable() throws Exception {
        List<String> shapes = List.of(
                "{\"id\":%d}",
                "{\"id\":%d,\"a\":1}",
                "{\"id\":%d,\"a\":1.5}",
                "{\"id\":%d,\"o\":{\"x\":1}}",
                "{\"id\":%d,\"o\":{\"x\":0.5,\"y\":\"t\"}}",
                "{\"id\":%d,\"l\":[1]}",
                "{\"id\":%d,\"l\":[1.5]}",
                "{\"id\":%d,\"r\":[{\"p\":true}]}",
                "{\"id\":%d,\"r\":[{\"p\":false,\"q\":9007199254740993}]}",
                "{\"id\":%d,\"m\":{\"n\":{\"o\":\"deep\"}}}",
                "{\"id\":%d,\"z\":\"last\"}");
        ParquetFiles files = ParquetFiles.inferring(folder);
        int id = 0;
        for (String shape : shapes) {
            for (int i = 0; i < 100; i++) {
                files.write(shape.formatted(id++));
                files.write(shapes.get(0).formatted(id++));
            }
            files.next();
        }
        List<Path> written = files.files();
        assertThat(written).hasSize(shapes.size());
        for (Path file : written) {
            assertThat(duckDb.one("SELECT count(*) FROM ?", table(file))).isEqualTo("200");
            assertThat(ParquetRows.read(file)).hasSize(200);
        }
        assertThat(duckDb.one(
                        "SELECT count(*), count(DISTINCT id), sum(a), sum(o.x), count(o.y), sum(list_sum(l)),"
                                + " sum(r[1].q)::BIGINT, count(m.n.o), max(z), typeof(any_value(a)), typeof(any_value(l)) FROM ?",
                        all()))
                .isEqualTo("2200 2200 250.0 150.0 100 250.0 900719925474099300 100 last DOUBLE DOUBLE[]");
    }

    private String all() {
        return "read_parquet('" + folder + "/*.parquet', union_by_name = true)";
    }

    private static void write(ParquetFiles files, Path lines) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(lines)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                files.write(line);
            }
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("samples"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Data that may not be committed; it stands beside the repository where there is any. */
    private static Optional<Path> sharedData() {
        return Stream.iterate(ROOT, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
