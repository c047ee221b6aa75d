package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.RecordHandler;
import io.millrace.testkit.sinks.SinkContract;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with Parquet files, read by DuckDB. */
class ParquetFileSinkIT extends SinkContract {

    @TempDir
    private Path dataDir;

    @Override
    protected RecordHandler start() {
        return start(dataDir);
    }

    private static RecordHandler start(Path dataDir) {
        SettingsOf settings = new SettingsOf().flushSize(FLUSH_SIZE);
        settings.formatClass = "io.confluent.connect.s3.format.parquet.ParquetFormat";
        return new FileSink().open(settings.settings(), new TestContext(dataDir, "uid-1"));
    }

    @Override
    protected List<Long> written() {
        return numbers("id");
    }

    @Test
    void namesFilesAsUsersExpect() {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        append(partition, "{'id':0}");
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(1);
        feed.revoke();
        assertThat(files())
                .containsExactly(dataDir.resolve("files/topics/quakes/partition=0/quakes+0+0000000000.snappy.parquet"));
    }

    @Test
    void goesOnWithTheSchemaThatItsPredecessorKept() {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        append(partition, "{'id':0,'depth':1.5}");
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(1);
        feed.revoke();
        append(partition, "{'id':1,'depth':2}");
        TestFeed next = new TestFeed(start(), partition).assign();
        next.deliverAll(1);
        next.revoke();
        for (Path file : files()) {
            assertThat(ask("SELECT typeof(depth) FROM read_parquet('" + file + "')"))
                    .containsExactly("DOUBLE");
        }
        assertThat(ask("SELECT sum(depth) FROM " + table(files()))).containsExactly("3.5");
    }

    @Test
    void widensTheSchemaOfAnotherTaskThatWasFirst() {
        TestPartition one = new TestPartition("quakes", 0, "topic-id");
        TestPartition two = new TestPartition("quakes", 1, "topic-id");
        append(one, "{'id':0,'a':1}");
        append(two, "{'id':1,'b':'x'}");
        TestFeed first = new TestFeed(start(), one).assign();
        TestFeed second = new TestFeed(start(), two).assign(); // knows no version either
        first.deliverAll(1);
        second.deliverAll(1);
        append(one, "{'id':2,'b':'y'}");
        first.deliverAll(1);
        first.revoke();
        second.revoke();
        assertThat(ask("SELECT id || ' ' || coalesce(a, 0) || ' ' || coalesce(b, '') FROM " + table(files())
                        + " ORDER BY id"))
                .containsExactly("0 1 ", "1 0 x", "2 0 y");
        assertThat(dataDir.resolve("files/_millrace/schemas/uid-1/quakes"))
                .isDirectoryContaining("glob:**0000000001")
                .isDirectoryContaining("glob:**0000000002")
                .isDirectoryNotContaining("glob:**0000000003");
    }

    @Test
    void tellsTheSchemasOfItsFilesInTheIntent() throws IOException {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        append(partition, "{'id':0}");
        append(partition, "{'id':1,'depth':1.5}");
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(2);
        feed.revoke();
        assertThat(Files.readString(dataDir.resolve("files/_millrace/uid-1/topic-id/0/00000000000000000000")))
                .contains("\"schemaVersion\":2");
    }

    private static void append(TestPartition partition, String json) {
        partition.append(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private List<Long> numbers(String column) {
        List<Path> files = files();
        return files.isEmpty()
                ? List.of()
                : ask("SELECT " + column + " FROM " + table(files)).stream()
                        .map(Long::valueOf)
                        .toList();
    }

    private static String table(List<Path> files) {
        return files.stream()
                .map(file -> "'" + file + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
    }

    private static List<String> ask(String query) {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                answers.add(result.getString(1));
            }
            return answers;
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }

    private List<Path> files() {
        Path topics = dataDir.resolve("files/topics");
        if (!Files.exists(topics)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(topics)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
