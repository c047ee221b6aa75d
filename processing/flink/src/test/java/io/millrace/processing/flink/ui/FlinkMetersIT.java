package io.millrace.processing.flink.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Meters;
import io.millrace.processing.flink.engine.FlinkRest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a server that stands for Flink. */
class FlinkMetersIT {

    private static final String VERTEX = "/jobs/j/vertices/v/subtasks/metrics";
    private static final String TOLD = "?agg=sum&get=";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> counters = new HashMap<>();
    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    private FlinkMeters meters;
    private FlinkRest rest;

    @BeforeEach
    void start() {
        HttpServer flink = settled(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(answers.getOrDefault(request.uri(), "[]")))
                .listen(0, "127.0.0.1"));
        rest = new FlinkRest(vertx, URI.create("http://127.0.0.1:" + flink.actualPort()), Map.of(), null);
        meters = new FlinkMeters(
                InstantSource.fixed(Instant.ofEpochMilli(10_000)),
                new Meters() {
                    @Override
                    public Counter counter(String name, String description) {
                        return counters.computeIfAbsent(name, unknown -> new AtomicLong())::addAndGet;
                    }

                    @Override
                    public void gauge(String name, String description, DoubleSupplier value) {
                        gauges.put(name, value);
                    }
                },
                Optional::empty,
                Optional::empty);
        answers.put("/jobs/j", "{\"vertices\": [{\"id\": \"v\"}]}");
        answers.put("/jobs/j/checkpoints", """
                {"counts": {"completed": 4, "failed": 1}, "latest": {"completed":
                  {"latest_ack_timestamp": 7500, "end_to_end_duration": 120, "state_size": 2048}}}""");
        answers.put(VERTEX, """
                [{"id": "Source__in.numRecordsIn"}, {"id": "Window.numLateRecordsDropped"}, {"id": "Window.numRecordsIn"},
                 {"id": "Sink__Writer.numRecordsSend"}, {"id": "busyTimeMsPerSecond"}]""");
        answers.put(VERTEX + "?agg=max&get=backPressuredTimeMsPerSecond,busyTimeMsPerSecond", """
                [{"id": "backPressuredTimeMsPerSecond", "max": 250.0}, {"id": "busyTimeMsPerSecond", "max": "NaN"}]""");
        restarted(0);
    }

    @AfterEach
    void stop() {
        settled(vertx.close());
    }

    @Test
    void tellsWhatFlinkMeasures() {
        records(100, 3, 90);
        ask();
        assertThat(counters.get("flink.records.in")).hasValue(100);
        assertThat(counters.get("flink.records.late.dropped")).hasValue(3);
        assertThat(counters.get("flink.records.out")).hasValue(90);
        assertThat(counters.get("flink.checkpoints.completed")).hasValue(4);
        assertThat(counters.get("flink.checkpoints.failed")).hasValue(1);
        assertThat(gauge("flink.checkpoint.age")).isEqualTo(2.5, within(1e-9));
        assertThat(gauge("flink.checkpoint.duration")).isEqualTo(0.12, within(1e-9));
        assertThat(gauge("flink.checkpoint.size")).isEqualTo(2048);
        assertThat(gauge("flink.backpressure")).isEqualTo(0.25);
        assertThat(gauge("flink.busy")).isNaN();
    }

    @Test
    void countersGoOnAcrossRestartsAndMissNothingThatComesLate() {
        records(100, 3, 90);
        ask();
        records(40, 0, 0); // not all tasks have told
        ask();
        records(110, 3, 95);
        ask();
        assertThat(counters.get("flink.records.in")).hasValue(110);

        restarted(1);
        records(20, 1, 0);
        ask();
        assertThat(counters.get("flink.records.in")).hasValue(130);
        assertThat(counters.get("flink.records.late.dropped")).hasValue(4);
        assertThat(counters.get("flink.restarts")).hasValue(1);
        assertThat(counters.get("flink.checkpoints.completed")).hasValue(4);
    }

    private void restarted(int times) {
        answers.put("/jobs/j/metrics?get=numRestarts", "[{\"id\": \"numRestarts\", \"value\": \"" + times + "\"}]");
    }

    private void records(int read, int late, int written) {
        answers.put(
                VERTEX + TOLD + "Source__in.numRecordsIn,Window.numLateRecordsDropped,Sink__Writer.numRecordsSend",
                """
                [{"id": "Source__in.numRecordsIn", "sum": %d.0}, {"id": "Window.numLateRecordsDropped", "sum": %d.0},
                 {"id": "Sink__Writer.numRecordsSend", "sum": %d.0}]""".formatted(read, late, written));
    }

    private double gauge(String name) {
        return gauges.get(name).getAsDouble();
    }

    private void ask() {
        settled(meters.ask(rest, "j"));
    }

    private static <T> T settled(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
