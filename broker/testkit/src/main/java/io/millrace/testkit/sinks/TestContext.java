package io.millrace.testkit.sinks;

import io.millrace.api.Meters;
import io.millrace.api.connector.ConnectorContext;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** What a node offers a sink, without a node. */
public final class TestContext implements ConnectorContext {

    private final Path dataDir;
    private final String uid;
    private final ManualClock clock = new ManualClock();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private long memoryBytes = 64 << 20;

    public TestContext(Path dataDir, String uid) {
        this.dataDir = dataDir;
        this.uid = uid;
    }

    /** What the sink has counted under a name. */
    public long count(String name) {
        return counts.getOrDefault(name, new AtomicLong()).get();
    }

    @Override
    public Vertx vertx() {
        throw new UnsupportedOperationException("a sink under test runs on the test's thread");
    }

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public Path dataDir() {
        return dataDir;
    }

    @Override
    public String cluster() {
        return "test";
    }

    @Override
    public String name() {
        return "sink-under-test";
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public int task() {
        return 0;
    }

    /** From here on the task may hold so much. */
    public TestContext memoryBytes(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public Meters meters() {
        return new Meters() {
            @Override
            public Counter counter(String name, String description) {
                return counts.computeIfAbsent(name, unknown -> new AtomicLong())::addAndGet;
            }

            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                // nobody scrapes
            }
        };
    }
}
