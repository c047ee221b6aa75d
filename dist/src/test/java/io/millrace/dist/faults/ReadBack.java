package io.millrace.dist.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Reads what a sink has written as any reader would: whatever lies in the folder of the topic. Parquet is read by DuckDB. */
final class ReadBack {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Sink sink;

    private ReadBack(Ledger ledger, Sink sink) {
        this.ledger = ledger;
        this.sink = sink;
    }

    /** What the loader numbered. */
    private record Event(int partition, int sequence, int folder) {}

    /**
     * Enters all files of a sink, in the order of their names.
     *
     * @param dataDir of the node that runs the store, which must be running when the sink writes to a bucket
     */
    static void into(Ledger ledger, Sink sink, Path dataDir) throws IOException, SQLException {
        if (sink.bucket() == null) {
            new ReadBack(ledger, sink).read(sink.topicFolder());
            return;
        }
        Path copy = Files.createTempDirectory(dataDir, sink.bucket());
        try (EmbeddedBucket bucket = new EmbeddedBucket(dataDir, sink.bucket())) {
            bucket.download("topics/", copy);
        }
        new ReadBack(ledger, sink).read(copy.resolve(sink.store().relativize(sink.topicFolder())));
    }

    private void read(Path topicFolder) throws IOException, SQLException {
        Map<Path, List<Event>> events = sink.extension().endsWith(".parquet") ? parquet(topicFolder) : Map.of();
        List<Path> files;
        try (Stream<Path> all = Files.walk(topicFolder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Matcher name = sink.fileName().matcher(file.getFileName().toString());
            if (name.matches()) {
                enter(
                        file,
                        Integer.parseInt(name.group(1)),
                        Long.parseLong(name.group(2)),
                        events.isEmpty() ? jsonLines(file) : events.getOrDefault(file, List.of()));
            } else {
                ledger.odd(file + " is not a finished file");
            }
        }
    }

    private void enter(Path file, int partition, long firstOffset, List<Event> events) {
        String folder = file.getParent().getFileName().toString();
        List<Event> strangers = events.stream()
                .filter(event -> event.partition() != partition || !folder.equals(sink.folders() + event.folder()))
                .toList();
        if (!strangers.isEmpty()) {
            ledger.odd(file + " holds " + strangers.size() + " records of another partition or folder, the first is "
                    + strangers.get(0));
        }
        ledger.file(
                folder,
                partition,
                firstOffset,
                events.stream().map(Event::sequence).toList());
    }

    private static List<Event> jsonLines(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode record = JSON.readTree(line);
            events.add(new Event(
                    record.path("p").asInt(-1),
                    record.path("n").asInt(-1),
                    record.path("g").asInt(-1)));
        }
        return events;
    }

    /** All files as one table. */
    private Map<Path, List<Event>> parquet(Path folder) throws SQLException {
        Map<Path, List<Event>> events = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT filename, p, n, g FROM read_parquet('" + folder + "/**/*"
                                + sink.extension()
                                + "', union_by_name = true, hive_partitioning = false, filename = true, file_row_number = true)"
                                + " ORDER BY filename, file_row_number")) {
            while (rows.next()) {
                events.computeIfAbsent(Path.of(rows.getString(1)), file -> new ArrayList<>())
                        .add(new Event(rows.getInt(2), rows.getInt(3), rows.getInt(4)));
            }
        }
        return events;
    }
}
