package io.millrace.bench.sinking;

import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.broker.Passage;
import io.millrace.bench.encoding.Bids;
import io.millrace.bench.peers.ConnectWorker;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import io.millrace.bench.start.NodeServer;
import io.millrace.node.Ports;
import io.millrace.node.feed.Feeds;
import io.millrace.node.feed.MemoryBudget;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a record costs from a topic into files: a node's file sink against Kafka Connect's worker. */
public final class SinkBenchmark implements Benchmark {

    private static final String TOPIC = "bids";

    /** Half of what Connect's own script gives a worker, and what a node needs that writes four large files at a time. */
    private static final String HEAP = "1g";

    private static final Line PARQUET = Line.ratioAtLeast(1.1);
    private static final Line LINES = Line.ratioAtLeast(3);
    private static final Line S3 = Line.ratioAtLeast(0.85);

    private static final String PARQUET_TO_FILES =
            "connector.class: FileSink, store.url: \"file:out\", format.class: ParquetFormat, parquet.codec: zstd";
    private static final String PARQUET_TO_S3 =
            "connector.class: S3Sink, s3.bucket.name: bids, format.class: ParquetFormat, parquet.codec: zstd";
    private static final String CHECKED_LINES_TO_FILES =
            "connector.class: FileSink, store.url: \"file:out\", format.class: JsonFormat";
    private static final String LINES_TO_FILES = CHECKED_LINES_TO_FILES + ", json.check: line";

    /** Files of lines in each that are written where one of Parquet is: they are to be swept before they take much memory. */
    private static final int MORE_FILES = 5;

    @Override
    public Section run(Bench bench) {
        long warmUp = 2 * bench.records(); // the compiler is busy with a whole node for that long
        long total = bench.records() + warmUp;
        // What is measured begins and ends with files.
        long large = bench.records() / BrokerProcess.PARTITIONS;
        long small = large / MORE_FILES;
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            bench.say("writing %,d bids".formatted(total));
            broker.create(TOPIC);
            broker.fill(TOPIC, Bids.values(total), total);
            Bench.Turns parquet = bench.inTurns(
                    "parquet",
                    name -> ours(bench, broker, name, PARQUET_TO_FILES, large, warmUp),
                    name -> peer(bench, broker, name, noOp(), warmUp));
            Bench.Turns lines = bench.inTurns(
                    "lines",
                    name -> ours(bench, broker, name, LINES_TO_FILES, small, warmUp),
                    name -> peer(bench, broker, name, fileStream(written(bench, name)), warmUp));
            Bench.Turns checked =
                    bench.alone("checked", name -> ours(bench, broker, name, CHECKED_LINES_TO_FILES, small, warmUp));
            Bench.Turns s3 = bench.inTurns(
                    "s3",
                    name -> ours(bench, broker, name, PARQUET_TO_S3, large, warmUp),
                    name -> ours(bench, broker, name, PARQUET_TO_FILES, large, warmUp));
            return new Section(
                    "sink",
                    describe(bench, warmUp, large, small),
                    "file sink",
                    "Kafka Connect",
                    bench.rounds(),
                    List.of(
                            measure("records/CPU s, Parquet; no-op sink", parquet, "recordsPerCpuSecond", PARQUET),
                            measure("records/s, Parquet; no-op sink", parquet, "recordsPerSecond", null),
                            measure("records/CPU s, lines as they are", lines, "recordsPerCpuSecond", LINES),
                            measure("records/s, lines as they are", lines, "recordsPerSecond", null),
                            alone("records/CPU s, lines checked to be JSON", checked, "recordsPerCpuSecond"),
                            alone("records/s, lines checked to be JSON", checked, "recordsPerSecond"),
                            measure("records/CPU s, Parquet to S3; to files", s3, "recordsPerCpuSecond", S3),
                            measure("records/s, Parquet to S3; to files", s3, "recordsPerSecond", null)));
        }
    }

    private static String describe(Bench bench, long warmUp, long large, long small) {
        return """
                %,d bids, nested JSON of about 368 bytes, in %d partitions, %,d more before them to warm up. Ours is a node with a \
                file sink: exactly once, files of %,d records, of JSON lines %,d; everything it writes is counted. The peer is Kafka \
                Connect's standalone worker: for Parquet, a sink that does nothing behind JsonConverter (schemas off); for JSON lines, \
                FileStreamSink behind StringConverter, which copies texts, checks nothing and forces nothing to the disk; for S3, our \
                own file sink. JSON lines are compared as the peer writes them, with json.check: line, where ours looks for line \
                breaks alone; what ours does by itself, where each record is checked to be JSON, stands below it without a peer. \
                Files, of both, are emptied as they come, for gigabytes of new ones measure how the machine finds memory. \
                The object store is the embedded one, a process of its own that is not counted. Each side is a process of its own \
                (-Xmx1g, serial collector) with one task; the broker is another. CPU is the process's, from the commit that ends the \
                warm-up to the last.""".formatted(bench.records(), BrokerProcess.PARTITIONS, warmUp, large, small);
    }

    private static Measure measure(String name, Bench.Turns turns, String figure, Line line) {
        return new Measure(name, "/s", 0, turns.ours(figure), turns.peer(figure), line);
    }

    private static Measure alone(String name, Bench.Turns turns, String figure) {
        return new Measure(name, "/s", 0, turns.ours(figure), null, null);
    }

    /**
     * @param config of the connector, in the braces of YAML
     * @param records in a file
     */
    private static Map<String, Double> ours(
            Bench bench, BrokerProcess broker, String name, String config, long records, long warmUp) {
        Path directory = bench.folder(name);
        NodeServer node = new NodeServer(bench.distribution(), Ports.free("127.0.0.1"), HEAP);
        try (ChildProcess process = node.startOn(broker.servers(), name, directory, bench.log(name))) {
            Path definition = directory.resolve("sink.yaml");
            write(definition, """
                    kind: Connector
                    name: %s
                    config: {%s, topics: %s, flush.size: %d}
                    """.formatted(name, config, TOPIC, records));
            node.apply(definition, bench.log(name));
            Sweeper sweeper = new Sweeper(directory.resolve("files/out/topics")); // what is visible, and so finished
            return passage(bench, broker, Feeds.group(name, "Connector", name), process, sweeper, warmUp);
        } finally {
            delete(directory);
        }
    }

    private static Map<String, Double> peer(
            Bench bench, BrokerProcess broker, String name, Map<String, String> connector, long warmUp) {
        Map<String, String> settings = new HashMap<>(connector);
        settings.put("name", name);
        settings.put("topics", TOPIC);
        settings.put("tasks.max", "1");
        Path directory = bench.folder(name);
        ConnectWorker worker = new ConnectWorker(bench.root(), HEAP);
        try (ChildProcess process = worker.start(broker.servers(), directory, settings, consumer(), bench.log(name))) {
            return passage(bench, broker, "connect-" + name, process, new Sweeper(written(bench, name)), warmUp);
        } finally {
            delete(directory);
        }
    }

    private static Map<String, Double> passage(
            Bench bench, BrokerProcess broker, String group, ChildProcess process, Sweeper sweeper, long warmUp) {
        return new Passage(broker, group, process.pid(), sweeper).measure(warmUp, bench.records() + warmUp);
    }

    /** Where the peer of that name writes. */
    private static Path written(Bench bench, String name) {
        return bench.folder(name + "/out");
    }

    /** A sink's own with this heap, so that both fetch alike. */
    private static Map<String, String> consumer() {
        Map<String, String> settings = new HashMap<>(Feeds.FETCHING);
        settings.putAll(Feeds.FETCHING_IN_BULK);
        settings.put("fetch.max.bytes", Integer.toString(new MemoryBudget(1 << 30).fetchBytes()));
        return settings;
    }

    private static Map<String, String> noOp() {
        return Map.of(
                "connector.class", ConnectWorker.NO_OP_SINK,
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false");
    }

    /** @param folder for the file, which is gigabytes */
    private static Map<String, String> fileStream(Path folder) {
        return Map.of(
                "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "file", folder.resolve("bids.txt").toString());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
