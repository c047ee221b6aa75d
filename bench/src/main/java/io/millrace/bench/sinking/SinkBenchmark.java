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

    @Override
    public Section run(Bench bench) {
        // Files of the warm-up's size, so that both ends of what is measured are ends of files.
        long warmUp = bench.records(); // a whole node is to be compiled
        long total = bench.records() + warmUp;
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            bench.say("writing %,d bids".formatted(total));
            broker.create(TOPIC);
            broker.fill(TOPIC, Bids.values(total), total);
            Bench.Turns parquet = bench.inTurns(
                    "parquet",
                    name -> ours(bench, broker, name, PARQUET_TO_FILES, warmUp),
                    name -> peer(bench, broker, name, noOp(), warmUp));
            Bench.Turns lines = bench.inTurns(
                    "lines",
                    name -> ours(bench, broker, name, LINES_TO_FILES, warmUp),
                    name -> peer(bench, broker, name, fileStream(bench.folder(name)), warmUp));
            Bench.Turns checked = bench.inTurns(
                    "checked",
                    name -> ours(bench, broker, name, CHECKED_LINES_TO_FILES, warmUp),
                    name -> peer(bench, broker, name, fileStream(bench.folder(name)), warmUp));
            Bench.Turns s3 = bench.inTurns(
                    "s3",
                    name -> ours(bench, broker, name, PARQUET_TO_S3, warmUp),
                    name -> ours(bench, broker, name, PARQUET_TO_FILES, warmUp));
            return new Section(
                    "sink",
                    "%,d bids, nested JSON of about 368 bytes, in %d partitions, %,d more before them to warm up. Ours is a node with a"
                                    .formatted(bench.records(), BrokerProcess.PARTITIONS, warmUp)
                            + " file sink: exactly once, files of %,d records; everything it writes is counted. The peer is Kafka"
                                    .formatted(warmUp / BrokerProcess.PARTITIONS)
                            + " Connect's standalone worker: for Parquet, a sink that does nothing behind JsonConverter (schemas off);"
                            + " for JSON lines, FileStreamSink behind StringConverter, which copies texts and checks nothing; for S3, our"
                            + " own file sink. JSON lines are compared twice: as the peer writes them, with json.check: line, where ours"
                            + " looks for line breaks alone; and as ours does by itself, when each record is checked to be JSON, which"
                            + " the peer never does: that is told and not judged. The object store is the embedded one, a process of"
                            + " its own that is not counted. Each side is a process of its own (-Xmx1g, serial collector) with one task; the broker is another. CPU is the process's, from the commit that ends"
                            + " the warm-up to the last.",
                    "file sink",
                    "Kafka Connect",
                    bench.rounds(),
                    List.of(
                            measure("records/CPU s, Parquet; no-op sink", parquet, "recordsPerCpuSecond", PARQUET),
                            measure("records/s, Parquet; no-op sink", parquet, "recordsPerSecond", null),
                            measure("records/CPU s, lines as they are", lines, "recordsPerCpuSecond", LINES),
                            measure("records/s, lines as they are", lines, "recordsPerSecond", null),
                            measure("records/CPU s, lines checked to be JSON", checked, "recordsPerCpuSecond", null),
                            measure("records/s, lines checked to be JSON", checked, "recordsPerSecond", null),
                            measure("records/CPU s, Parquet to S3; to files", s3, "recordsPerCpuSecond", S3),
                            measure("records/s, Parquet to S3; to files", s3, "recordsPerSecond", null)));
        }
    }

    private static Measure measure(String name, Bench.Turns turns, String figure, Line line) {
        return new Measure(name, "/s", 0, turns.ours(figure), turns.peer(figure), line);
    }

    /** @param config of the connector, in the braces of YAML */
    private static Map<String, Double> ours(
            Bench bench, BrokerProcess broker, String name, String config, long warmUp) {
        Path directory = bench.folder(name);
        NodeServer node = new NodeServer(bench.distribution(), Ports.free("127.0.0.1"), HEAP);
        try (ChildProcess process = node.startOn(broker.servers(), name, directory, bench.log(name))) {
            Path definition = directory.resolve("sink.yaml");
            write(definition, """
                    kind: Connector
                    name: %s
                    config: {%s, topics: %s, flush.size: %d}
                    """.formatted(name, config, TOPIC, warmUp / BrokerProcess.PARTITIONS));
            node.apply(definition, bench.log(name));
            return new Passage(broker, Feeds.group(name, "Connector", name), process.pid())
                    .measure(warmUp, bench.records() + warmUp);
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
            return new Passage(broker, "connect-" + name, process.pid()).measure(warmUp, bench.records() + warmUp);
        } finally {
            delete(directory);
        }
    }

    /** The feed's own with this heap, so that both fetch alike. */
    private static Map<String, String> consumer() {
        Map<String, String> settings = new HashMap<>(Feeds.FETCHING);
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
