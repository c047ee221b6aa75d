package io.millrace.bench.reading;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How fast a topic is read, and at what cost: the feed with a handler that only looks, against a plain consumer's loop. */
public final class FeedBenchmark implements Benchmark {

    private static final List<Integer> SIZES = List.of(100, 1024);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final Line RECORDS = Line.ratioAtLeast(0.85);
    private static final Line CPU = Line.ratioAtMost(1.2);
    /** Bytes that a record takes in a log beside its value. */
    private static final int OVERHEAD = 20;

    @Override
    public Section run(Bench bench) {
        long warmUp = bench.records() / 5;
        requireSpace(bench, bench.records() + warmUp);
        List<Measure> measures = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            for (int size : SIZES) {
                measures.addAll(measure(bench, broker, size, warmUp));
            }
        }
        return new Section(
                "feed",
                ("%,d records of each size in %d partitions, %,d more before them; every record's value is looked at, "
                                + "offsets are committed every 500 ms, all of them in the end. All of that is read again and again in new"
                                + " groups, for at least 20 s to warm up, then %d times, measured as one. Each run is a JVM of its own"
                                + " (-Xmx256m, serial collector) with the consumer properties that the feed has by itself; the broker is"
                                + " another. CPU is the process's, from the first measured record of a reading to the last.")
                        .formatted(bench.records(), BrokerProcess.PARTITIONS, warmUp, ReadMain.MEASURED_PASSES),
                "feed",
                "KafkaConsumer in a loop",
                bench.rounds(),
                measures);
    }

    private static List<Measure> measure(Bench bench, BrokerProcess broker, int size, long warmUp) {
        String topic = "bytes-" + size;
        long total = bench.records() + warmUp;
        bench.say("writing %,d records of %d bytes".formatted(total, size));
        broker.create(topic);
        broker.fill(topic, total, size);
        Bench.Turns turns = bench.inTurns(
                topic,
                name -> read(bench, broker, topic, name, false, warmUp, size),
                name -> read(bench, broker, topic, name, true, warmUp, size));
        String of = ", " + (size < 1024 ? size + " B" : size / 1024 + " KiB");
        return List.of(
                new Measure(
                        "records/s" + of,
                        "/s",
                        0,
                        turns.ours("recordsPerSecond"),
                        turns.peer("recordsPerSecond"),
                        RECORDS),
                new Measure(
                        "CPU a record" + of,
                        "µs",
                        2,
                        turns.ours("cpuMicrosPerRecord"),
                        turns.peer("cpuMicrosPerRecord"),
                        CPU));
    }

    private static Map<String, Double> read(
            Bench bench, BrokerProcess broker, String topic, String name, boolean peer, long warmUp, int size) {
        ReadRun run = new ReadRun(
                peer,
                broker.servers(),
                broker.clusterId(),
                topic,
                name,
                bench.work().resolve("consumer.properties"));
        List<Object> arguments = new ArrayList<>(run.arguments());
        arguments.addAll(List.of("feed", warmUp, bench.records()));
        try (ChildProcess process = ChildProcess.java(bench.log(name), ReadMain.class, arguments.toArray())) {
            Map<String, Double> figures = process.figures(LONGEST_RUN);
            long total = bench.records() + warmUp;
            long read = total * ReadMain.MEASURED_PASSES;
            if (figures.get("records") != read || figures.get("bytes") != read * size) {
                throw new IllegalStateException(name + " read something else: " + figures);
            }
            broker.requireCommitted(run.group(), total);
            return figures;
        }
    }

    private static void requireSpace(Bench bench, long records) {
        long needed =
                SIZES.stream().mapToLong(size -> records * (size + OVERHEAD)).sum();
        long free = bench.work().toFile().getUsableSpace();
        if (free < needed + needed / 10) {
            throw new ProblemException(Problem.resource(
                    "disk-full",
                    "%,d MB are needed and %,d MB are free.".formatted(needed / 1_000_000, free / 1_000_000),
                    Where.path(bench.work().toString()),
                    "Make room, or measure fewer with --records N."));
        }
    }
}
