package io.millrace.node.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.api.Meters;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/** The meters of one deployment, tagged with its kind and name. Any thread. */
public final class DeploymentMeters implements Meters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Queue<DoubleSupplier>> values = new ConcurrentHashMap<>(); // by name
    private final Queue<Gauge> gauges = new ConcurrentLinkedQueue<>();

    public DeploymentMeters(MeterRegistry registry, String kind, String name) {
        this.registry = registry;
        this.tags = Tags.of("kind", kind, "deployment", name);
    }

    @Override
    public Counter counter(String name, String description) {
        io.micrometer.core.instrument.Counter counter = io.micrometer.core.instrument.Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry);
        return amount -> counter.increment((double) amount);
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {
        values.computeIfAbsent(name, unknown -> register(name, description)).add(value);
    }

    private Queue<DoubleSupplier> register(String name, String description) {
        Queue<DoubleSupplier> parts = new ConcurrentLinkedQueue<>(); // of the deployment's tasks
        gauges.add(Gauge.builder(
                        name,
                        () -> parts.stream()
                                .mapToDouble(DoubleSupplier::getAsDouble)
                                .sum())
                .description(description)
                .tags(tags)
                .register(registry));
        return parts;
    }

    /** The deployment is stopped: what it measured now is no more. Counters stay. */
    public void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
        values.clear();
    }
}
