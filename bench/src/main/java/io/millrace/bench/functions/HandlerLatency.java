package io.millrace.bench.functions;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.Bench;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.reading.SteadyProducer;
import io.millrace.bench.results.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How long a record takes from the producer into a handler that gets each record alone. Blocks. */
final class HandlerLatency {

    private static final int RATE = 1_000;
    private static final int SIZE = 100;
    private static final String FUNCTION = "clock";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Bench bench;
    private final BrokerProcess broker;
    private final long warmUp;
    private final long total;

    HandlerLatency(Bench bench, BrokerProcess broker) {
        this.bench = bench;
        this.broker = broker;
        this.warmUp = warmUpSeconds(bench) * RATE;
        this.total = warmUp + seconds(bench) * RATE;
    }

    private static long warmUpSeconds(Bench bench) {
        return bench.quick() ? 2 : 30;
    }

    private static long seconds(Bench bench) {
        return bench.quick() ? 3 : 30;
    }

    /** What the figures are of. */
    static String method(Bench bench) {
        return "Produce to handler: from the moment a record is due to be sent until the handler has it: %,d records/s of %d bytes over %d"
                        .formatted(RATE, SIZE, BrokerProcess.PARTITIONS)
                + " partitions in turns for %d s, after %d s of warm-up and all that they brought, batchSize 1, concurrency as it is by"
                        .formatted(seconds(bench), warmUpSeconds(bench))
                + " itself; both read the machine's monotonic clock, and the handler appends what it saw to a file.";
    }

    List<Measure> measure(Language language, Path code) {
        Bench.Turns turns = bench.alone("latency-" + language.id(), name -> run(name, language, code));
        return List.of(
                measure("produce to handler, p50, " + language.title(), "p50Millis", turns),
                measure("produce to handler, p99, " + language.title(), "p99Millis", turns));
    }

    private static Measure measure(String name, String figure, Bench.Turns turns) {
        return new Measure(name, "ms", 2, turns.ours(figure), null, null);
    }

    private Map<String, Double> run(String name, Language language, Path code) {
        broker.create(name);
        Path seen = bench.folder(name + "-seen");
        String settings = "environment: {variables: {LATENCIES: \"%s\"}}".formatted(seen);
        String events = "[{topics: [%s], batchSize: 1}]".formatted(name);
        try (FunctionNode node = FunctionNode.start(bench, broker, name);
                SteadyProducer producer = new SteadyProducer(broker.servers())) {
            node.applySettled(new Definition(FUNCTION, language, code, FUNCTION, settings, events));
            producer.send(1, RATE, (index, due) -> record(name, 0, due));
            awaitSeen(seen, 1); // until the group has formed, all others would wait
            producer.send(warmUp - 1, RATE, (index, due) -> record(name, index + 1, due));
            awaitSeen(seen, warmUp); // what a cold node left lying is not measured
            producer.send(total - warmUp, RATE, (index, due) -> record(name, index + warmUp, due));
            return figures(awaitSeen(seen, total));
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, long index, long dueNanos) {
        byte[] said = (index + " " + dueNanos + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] value = Arrays.copyOf(said, SIZE);
        Arrays.fill(value, said.length, SIZE, (byte) ' ');
        return new ProducerRecord<>(topic, (int) (index % BrokerProcess.PARTITIONS), null, value);
    }

    private static List<String> awaitSeen(Path folder, long records) {
        return await("the handler has seen " + records + " records")
                .atMost(LONGEST_WAIT)
                .pollInterval(LOOK_EVERY)
                .until(() -> lines(folder), lines -> lines.size() >= records);
    }

    /** Of the files of all processes. */
    private static List<String> lines(Path folder) {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return lines;
    }

    private Map<String, Double> figures(List<String> lines) {
        Histogram histogram = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (Long.parseLong(line.substring(0, space)) >= warmUp) {
                histogram.recordValue(Long.parseLong(line.substring(space + 1)));
            }
        }
        return Map.of(
                "p50Millis", histogram.getValueAtPercentile(50) / 1e6,
                "p99Millis", histogram.getValueAtPercentile(99) / 1e6);
    }
}
