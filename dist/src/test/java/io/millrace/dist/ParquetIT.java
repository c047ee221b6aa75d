package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files of a node of the distribution, whose plugins have nothing but their own folders; read by DuckDB. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ParquetIT {

    private static final Path SAMPLE = Path.of("..", "samples", "01-quakes-to-files");

    @TempDir
    private Path folder;

    @Test
    void holdsEveryQuakeOnceByDay() throws Exception {
        try (RunningNode node = new RunningNode(folder)) {
            Path definitions = folder.resolve("quakes.yaml");
            Files.copy(SAMPLE.resolve("earthquakes.ndjson.gz"), folder.resolve("earthquakes.ndjson.gz"));
            Files.writeString(
                    definitions,
                    Files.readString(SAMPLE.resolve("quakes.yaml"))
                            .replace("JsonFormat", "io.confluent.connect.s3.format.parquet.ParquetFormat"));
            Script.Ended applied = node.millrace("apply", "-f", definitions.toString());
            assertThat(applied.exitCode()).as(applied.output()).isZero();

            await("all quakes in files").atMost(Duration.ofMinutes(2)).until(() -> count() == 1707);
        }
        assertThat(ask("SELECT count(DISTINCT id) || ' ' || sum(properties.sig) FROM " + files()))
                .containsExactly("1707 104666");
        assertThat(ask("SELECT count(*) FROM " + files() + " GROUP BY day ORDER BY day"))
                .containsExactly("198", "231", "242", "259", "301", "249", "213", "14");
    }

    private long count() throws Exception {
        Path topics = folder.resolve("files/quakes/topics");
        if (!Files.exists(topics)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(topics)) {
            if (all.noneMatch(file -> file.toString().endsWith(".snappy.parquet"))) {
                return 0;
            }
        }
        return Long.parseLong(ask("SELECT count(*) FROM " + files()).get(0));
    }

    private String files() {
        return "read_parquet('" + folder.resolve("files/quakes/topics")
                + "/**/*.snappy.parquet', union_by_name = true, hive_partitioning = true)";
    }

    private static List<String> ask(String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                answers.add(result.getString(1));
            }
        }
        return answers;
    }
}
