package io.millrace.bench.reading;

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

/** How long a record takes from the producer to the handler, at a steady rate. */
public final class LatencyBenchmark implements Benchmark {

    private static final int RATE = 5_000;
    private static final int SIZE = 100;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private static final Line P99 = Line.ratioAtMost(1.5);

    @Override
    public Section run(Bench bench) {
        int warmUpSeconds = bench.quick() ? 2 : 15;
        int seconds = bench.quick() ? 3 : 30;
        Bench.Turns turns;
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            turns = bench.inTurns(
                    "latency",
                    name -> read(bench, broker, name, false, warmUpSeconds, seconds),
                    name -> read(bench, broker, name, true, warmUpSeconds, seconds));
        }
        return new Section(
                "latency",
                "From the moment a record is due to be sent until the handler sees it: %,d records/s of %d bytes over %d"
                                .formatted(RATE, SIZE, BrokerProcess.PARTITIONS)
                        + " partitions for %d s after %d s of warm-up; the producer (linger.ms=0) keeps its times whatever happens."
                                .formatted(seconds, warmUpSeconds)
                        + " Producer and reader share a JVM (-Xmx256m, serial collector) and its clock; the broker is another. The"
                        + " loop has the consumer properties that the feed has by itself.",
                "feed",
                "KafkaConsumer in a loop",
                bench.rounds(),
                List.of(
                        measure("p50", "p50Millis", turns, null),
                        measure("p99", "p99Millis", turns, P99),
                        measure("p99.9", "p999Millis", turns, null)));
    }

    private static Measure measure(String name, String figure, Bench.Turns turns, Line line) {
        return new Measure(name, "ms", 2, turns.ours(figure), turns.peer(figure), line);
    }

    private static Map<String, Double> read(
            Bench bench, BrokerProcess broker, String name, boolean peer, long warmUpSeconds, long seconds) {
        broker.create(name);
        ReadRun run = new ReadRun(
                peer,
                broker.servers(),
                broker.clusterId(),
                name,
                name,
                bench.work().resolve("consumer.properties"));
        List<Object> arguments = new ArrayList<>(run.arguments());
        arguments.addAll(List.of("latency", warmUpSeconds * RATE, seconds * RATE, RATE, SIZE));
        try (ChildProcess process = ChildProcess.java(bench.log(name), ReadMain.class, arguments.toArray())) {
            Map<String, Double> figures = process.figures(LONGEST_RUN);
            broker.requireCommitted(run.group(), (warmUpSeconds + seconds) * RATE);
            return figures;
        }
    }
}
