package io.millrace.bench.start;

import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.peers.StockKafka;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import io.millrace.node.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;

/** Time from nothing to the first acknowledged record, and memory. */
public final class StartBenchmark implements Benchmark {

    private static final String HOST = "127.0.0.1";
    private static final String HEAP = "256m";
    private static final Line START = Line.ratioAtMost(1.0);
    private static final Line IDLE = Line.oursAtMost(320);
    private static final Line SINKS = Line.oursAtMost(60);

    @Override
    public Section run(Bench bench) {
        long idleSeconds = bench.quick() ? 2 : 10;
        long loadSeconds = bench.quick() ? 5 : 30;
        StockKafka stock = new StockKafka(bench.distribution(), settingsOfANode(bench));
        Bench.Turns turns = bench.inTurns(
                "start",
                name -> ours(bench, name, idleSeconds, loadSeconds),
                name -> stock(bench, stock, name, idleSeconds, loadSeconds));
        return new Section(
                "start",
                "From the start of the process, with an empty data directory, until a producer that has been trying all the time has"
                        + " its first record acknowledged. The node formats its directory itself within that time; Kafka's was"
                        + " formatted before, with its storage tool. The node uses its archive of classes, made by a start before the"
                        + " first round; both have -Xmx" + HEAP
                        + ", the serial collector, the same jars and the same broker settings."
                        + " Memory is VmRSS: idle for %d s; then with 1,000 records/s into ten topics for %d s; then %d s more of"
                                .formatted(idleSeconds, loadSeconds, loadSeconds)
                        + " that with a file sink on each topic, every record in a file in the end.",
                "./millrace start",
                "kafka.Kafka",
                bench.rounds(),
                List.of(
                        measure("first acknowledged record", "s", 2, turns, "startSeconds", START),
                        measure("memory, idle", "MiB", 0, turns, "idleMiB", IDLE),
                        measure("memory, ten topics written", "MiB", 0, turns, "loadedMiB", null),
                        new Measure(
                                "ten file sinks, more than the same without",
                                "MiB",
                                0,
                                turns.ours("sinksMiB"),
                                null,
                                SINKS)));
    }

    private static Measure measure(String name, String unit, int digits, Bench.Turns turns, String figure, Line line) {
        return new Measure(name, unit, digits, turns.ours(figure), turns.peer(figure), line);
    }

    private static Map<String, Double> ours(Bench bench, String name, long idleSeconds, long loadSeconds) {
        Path directory = bench.folder(name);
        int port = Ports.free(HOST);
        NodeServer node = new NodeServer(bench.distribution(), Ports.free(HOST), HEAP);
        try (Startup startup = Startup.of(node, directory, port, bench.log(name))) {
            Map<String, Double> figures = new TreeMap<>();
            SinkLoad load = new SinkLoad(HOST + ":" + port, loadSeconds);
            idleThenLoaded(startup, load, idleSeconds, figures);
            node.apply(load.definitions(directory), bench.log(name));
            load.produce();
            load.awaitWritten();
            figures.put("sinksMiB", ResidentMemory.of(startup.process().pid()) - figures.get("loadedMiB"));
            return figures;
        }
    }

    private static Map<String, Double> stock(
            Bench bench, StockKafka stock, String name, long idleSeconds, long loadSeconds) {
        Path directory = bench.folder(name);
        int port = Ports.free(HOST);
        stock.format(directory, port, bench.log(name));
        try (Startup startup = Startup.of(stock, directory, port, bench.log(name))) {
            Map<String, Double> figures = new TreeMap<>();
            idleThenLoaded(startup, new SinkLoad(HOST + ":" + port, loadSeconds), idleSeconds, figures);
            return figures;
        }
    }

    private static void idleThenLoaded(Startup startup, SinkLoad load, long idleSeconds, Map<String, Double> figures) {
        long pid = startup.process().pid();
        figures.put("startSeconds", startup.nanos() / 1e9);
        rest(idleSeconds);
        figures.put("idleMiB", ResidentMemory.of(pid));
        load.createTopics();
        load.produce();
        figures.put("loadedMiB", ResidentMemory.of(pid));
    }

    private static void rest(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Starts a node once, which also makes its archive of classes, and asks its broker what it was given. */
    private static Map<String, String> settingsOfANode(Bench bench) {
        int port = Ports.free(HOST);
        NodeServer node = new NodeServer(bench.distribution(), Ports.free(HOST), HEAP);
        bench.say("starting a node for its archive of classes and its broker's settings");
        try (Startup startup = Startup.of(node, bench.folder("settings"), port, bench.log("settings"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", HOST + ":" + port))) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
            Map<String, String> settings = new HashMap<>();
            for (ConfigEntry entry : admin.describeConfigs(List.of(broker))
                    .all()
                    .get()
                    .get(broker)
                    .entries()) {
                if (entry.source() == ConfigSource.STATIC_BROKER_CONFIG && entry.value() != null) {
                    settings.put(entry.name(), entry.value());
                }
            }
            bench.say("process " + startup.process().pid() + " has " + settings.size() + " settings of its own");
            return settings;
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
