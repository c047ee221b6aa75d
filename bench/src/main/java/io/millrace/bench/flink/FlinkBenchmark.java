package io.millrace.bench.flink;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.broker.Passage;
import io.millrace.bench.peers.SessionCluster;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import io.millrace.bench.start.ResidentMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Flink applications: records a second, starts, recovery, memory. */
public final class FlinkBenchmark implements Benchmark {

    private static final String TOPIC = "records";
    private static final String IDLE = "idle";
    private static final String COUNTS = "counts";
    private static final int KEYS = 1_000;
    private static final int SIZE = 100;
    private static final int APPLICATIONS = 5;
    private static final Duration IDLE_FOR = Duration.ofSeconds(10);

    @Override
    public Section run(Bench bench) {
        Path jar = JobJar.pack(bench);
        long warmUp = bench.records() / 2;
        List<Measure> measures = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            long records = warmUp + bench.records() + bench.records() / 2; // no batch is the last one
            bench.say("writing %,d records".formatted(records));
            List.of(TOPIC, IDLE, COUNTS).forEach(broker::create);
            broker.fill(
                    TOPIC,
                    LongStream.range(0, records)
                            .mapToObj(FlinkBenchmark::record)
                            .iterator(),
                    records);
            measures.addAll(throughput(bench, broker, jar, warmUp));
            measures.addAll(life(bench, broker, jar));
        }
        String method = """
                The same jar on Flink of the distribution under a node, and on Flink's session cluster of the same jars: %,d records of %d\
                 bytes in %d partitions, %,d more before them to warm up, counted by %,d keys at parallelism %d, every thousandth count\
                 written exactly once, a checkpoint a second; from commit to commit. The application's process has -Xmx%dm, 64 MiB of\
                 managed and 32 MiB of network memory and the serial collector, and so has the cluster's TaskManager; the JobManager\
                 (-Xmx256m), the node (-Xmx256m) and the broker are other processes. CPU is that of the application's process, and of the\
                 TaskManager. From apply to RUNNING: the command line included, on a node that has just started. Recovery: from kill -9\
                 of the application's process until its next job is RUNNING. Memory: VmRSS, idle for %d s, the pages that processes share\
                 counted for each.""".formatted(
                        bench.records(),
                        SIZE,
                        BrokerProcess.PARTITIONS,
                        warmUp,
                        KEYS,
                        FlinkNode.PARALLELISM,
                        FlinkNode.HEAP_MEBIBYTES,
                        IDLE_FOR.toSeconds());
        return new Section("flink", method, "application of a node", "session cluster", bench.rounds(), measures);
    }

    /** A key, then its number, then what makes it long enough. */
    private static byte[] record(long number) {
        String text = "%03d %d ".formatted(number % KEYS, number);
        return (text + "x".repeat(SIZE - text.length())).getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Measure> throughput(Bench bench, BrokerProcess broker, Path jar, long warmUp) {
        bench.say("starting a node that makes its archive of Flink's classes");
        try (FlinkNode node = new FlinkNode(bench, broker, "model")) {
            node.apply("model", jar, List.of(broker.servers(), IDLE, "model", COUNTS));
            node.awaitArchive();
        }
        long end = warmUp + bench.records();
        Bench.Turns turns = bench.inTurns(
                "throughput",
                name -> {
                    try (FlinkNode node = new FlinkNode(bench, broker, name)) {
                        node.apply("counting", jar, List.of(broker.servers(), TOPIC, name, COUNTS));
                        return new Passage(broker, name, node.application().pid()).measure(warmUp, end);
                    }
                },
                name -> {
                    try (SessionCluster cluster = cluster(bench, name)) {
                        cluster.run(
                                jar,
                                CountingJob.class.getName(),
                                List.of(broker.servers(), TOPIC, name, COUNTS),
                                FlinkNode.PARALLELISM,
                                Map.of("execution.checkpointing.interval", "1 s"));
                        return new Passage(broker, name, cluster.worker()).measure(warmUp, end);
                    }
                });
        return List.of(
                new Measure(
                        "records/s",
                        "/s",
                        0,
                        turns.ours("recordsPerSecond"),
                        turns.peer("recordsPerSecond"),
                        Line.ratioAtLeast(0.95)),
                new Measure(
                        "records/CPU s",
                        "/s",
                        0,
                        turns.ours("recordsPerCpuSecond"),
                        turns.peer("recordsPerCpuSecond"),
                        null));
    }

    private static SessionCluster cluster(Bench bench, String name) {
        try {
            return new SessionCluster(
                    JobJar.newest(bench),
                    bench.folder(name),
                    bench.log(name),
                    FlinkNode.PARALLELISM,
                    FlinkNode.HEAP_MEBIBYTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Measure> life(Bench bench, BrokerProcess broker, Path jar) {
        Bench.Turns turns = bench.alone("life", name -> {
            try (FlinkNode node = new FlinkNode(bench, broker, name)) {
                long begin = System.nanoTime();
                node.apply("idle-1", jar, List.of(broker.servers(), IDLE, name + "-1", COUNTS));
                String job = node.awaitRunning("idle-1", "");
                double started = seconds(begin);
                ProcessHandle application = node.application();
                rest();
                double one = ResidentMemory.of(application.pid());
                begin = System.nanoTime();
                application.destroyForcibly();
                node.awaitRunning("idle-1", job);
                double recovered = seconds(begin);
                IntStream.rangeClosed(2, APPLICATIONS).forEach(each -> {
                    node.apply("idle-" + each, jar, List.of(broker.servers(), IDLE, name + "-" + each, COUNTS));
                    node.awaitRunning("idle-" + each, "");
                });
                rest();
                double own = node.ownMemory();
                return Map.of(
                        "started", started,
                        "recovered", recovered,
                        "one", one,
                        "all", own + node.childrenMemory(),
                        "node", own);
            }
        });
        return List.of(
                alone("from apply to RUNNING", "s", 1, turns, "started"),
                alone("recovery after kill -9", "s", 1, turns, "recovered"),
                alone("memory, an idle application", "MiB", 0, turns, "one"),
                alone("memory, a node and its %d applications".formatted(APPLICATIONS), "MiB", 0, turns, "all"),
                alone("of that, the node", "MiB", 0, turns, "node"));
    }

    private static Measure alone(String name, String unit, int digits, Bench.Turns turns, String figure) {
        return new Measure(name, unit, digits, turns.ours(figure), null, null);
    }

    private static void rest() {
        await().pollDelay(IDLE_FOR).atMost(IDLE_FOR.multipliedBy(2)).until(() -> true);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
