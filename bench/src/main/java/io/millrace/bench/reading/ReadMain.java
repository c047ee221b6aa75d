package io.millrace.bench.reading;

import io.millrace.bench.ParentWatch;
import io.millrace.bench.peers.PlainConsumer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One run in a process of its own: a {@link ReadRun}, then {@code feed WARM-UP MEASURED} or {@code latency WARM-UP MEASURED RATE
 * SIZE}, in records, records a second and bytes. Prints figures; ends early when standard input does.
 *
 * <p>For {@code feed} the whole topic is read again and again before, for the compiler takes seconds and a topic is read in one; for
 * the same reason several readings are measured.
 */
public final class ReadMain {

    /** Of the same topic; the last one is in the run's own group. */
    static final int MEASURED_PASSES = 3;

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(20);

    private ReadMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ParentWatch.start();
        ReadRun run = ReadRun.parse(List.of(arguments));
        String what = arguments[ReadRun.ARGUMENTS];
        long[] numbers = Arrays.stream(arguments)
                .skip(ReadRun.ARGUMENTS + 1)
                .mapToLong(Long::parseLong)
                .toArray();
        Map<String, Double> figures = what.equals("feed") ? throughput(run, numbers) : latency(run, numbers);
        if (!run.peer()) {
            ConsumerProperties.write(run.properties());
        }
        figures.forEach((name, value) -> System.out.println(name + "=" + value));
        System.exit(0);
    }

    private static Reader reader(ReadRun run) {
        return run.peer() ? new PlainConsumer(run) : new FeedReader(run);
    }

    private static Map<String, Double> throughput(ReadRun run, long[] numbers) throws InterruptedException {
        long begin = System.nanoTime();
        for (int pass = 1; System.nanoTime() - begin < WARM_UP_NANOS; pass++) {
            read(run.named(run.name() + "-warm-up-" + pass), numbers);
        }
        List<Throughput> measured = new ArrayList<>();
        for (int pass = 1; pass < MEASURED_PASSES; pass++) {
            measured.add(read(run.named(run.name() + "-pass-" + pass), numbers));
        }
        measured.add(read(run, numbers));
        return Throughput.together(measured);
    }

    private static Throughput read(ReadRun run, long[] numbers) throws InterruptedException {
        Throughput probe = new Throughput(numbers[0], numbers[1]);
        try (Reader reader = reader(run)) {
            reader.start(probe);
            probe.await();
        }
        return probe;
    }

    private static Map<String, Double> latency(ReadRun run, long[] numbers) throws InterruptedException {
        Latency probe = new Latency(numbers[0], numbers[1]);
        try (Reader reader = reader(run)) {
            reader.start(probe);
            send(run, probe, numbers[0] + numbers[1], numbers[2], (int) numbers[3]);
            probe.await();
        }
        return probe.figures();
    }

    private static void send(ReadRun run, Latency latency, long records, long rate, int size)
            throws InterruptedException {
        SteadyProducer.Source source = (index, due) -> new ProducerRecord<>(run.topic(), Latency.value(due, size));
        try (SteadyProducer producer = new SteadyProducer(run.servers())) {
            producer.send(1, rate, source);
            latency.awaitFirst();
            producer.send(records - 1, rate, source);
        }
    }
}
