package io.millrace.bench.reading;

import io.millrace.bench.ParentWatch;
import io.millrace.bench.peers.PlainConsumer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One run in a process of its own: a {@link ReadRun}, then {@code feed WARM-UP MEASURED} or {@code latency WARM-UP MEASURED RATE
 * SIZE}, in records, records a second and bytes. Prints figures; ends early when standard input does.
 */
public final class ReadMain {

    private ReadMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ParentWatch.start();
        ReadRun run = ReadRun.parse(List.of(arguments));
        String what = arguments[ReadRun.ARGUMENTS];
        long[] numbers = Arrays.stream(arguments)
                .skip(ReadRun.ARGUMENTS + 1)
                .mapToLong(Long::parseLong)
                .toArray();
        Probe probe =
                what.equals("feed") ? new Throughput(numbers[0], numbers[1]) : new Latency(numbers[0], numbers[1]);
        try (Reader reader = run.peer() ? new PlainConsumer(run) : new FeedReader(run)) {
            reader.start(probe);
            if (probe instanceof Latency latency) {
                send(run, latency, numbers[0] + numbers[1], numbers[2], (int) numbers[3]);
            }
            probe.await();
        }
        if (!run.peer()) {
            ConsumerProperties.write(run.properties());
        }
        probe.figures().forEach((name, value) -> System.out.println(name + "=" + value));
        System.exit(0);
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
