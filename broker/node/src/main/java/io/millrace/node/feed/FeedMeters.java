package io.millrace.node.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** Counts of one feed, shared by its members. Any thread; updated once a delivery, not once a record. */
final class FeedMeters {

    final Counter records;
    final Counter bytes;
    final Counter retries;
    final Counter deadLetters;
    final Counter offsetsLost;
    final Timer deliveries;
    private final Gauge waiting;
    private final MeterRegistry registry;

    FeedMeters(MeterRegistry registry, String kind, String name, String group, Supplier<Number> waitingBytes) {
        this.registry = registry;
        Tags tags = Tags.of("kind", kind, "deployment", name, "group", group);
        records = counter("feed.records", "Records handed over and accepted", tags);
        bytes = counter("feed.bytes", "Bytes of accepted records", tags);
        retries = counter("feed.retries", "Deliveries tried again", tags);
        deadLetters = counter("feed.dead.letters", "Records written to the dead-letter topic or skipped", tags);
        offsetsLost = counter("feed.offsets.lost", "Offsets gone by retention before they were read", tags);
        deliveries = Timer.builder("feed.delivery")
                .description("Time until a delivery was dealt with, with tries again and dead letters")
                .tags(tags)
                .register(registry);
        waiting = Gauge.builder("feed.waiting.bytes", waitingBytes)
                .description("Bytes fetched and not yet accepted")
                .tags(tags)
                .register(registry);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** The feed is gone, and its gauge with it; counters go on where a new feed of the same name begins. */
    void close() {
        registry.remove(waiting);
    }
}
