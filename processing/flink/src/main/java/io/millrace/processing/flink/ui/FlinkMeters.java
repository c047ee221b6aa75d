package io.millrace.processing.flink.ui;

import io.millrace.api.Meters;
import io.millrace.processing.flink.engine.FlinkRest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Flink measures of one application, among the node's metrics. Asked by REST now and then, as Flink's own web UI does it.
 *
 * <p>Flink counts from the start of a job's latest attempt; here counters go on across restarts and recoveries.
 */
public final class FlinkMeters {

    /** How often Flink itself collects what its REST API tells. */
    private static final long EVERY_MS = TimeUnit.SECONDS.toMillis(10);

    private static final double MS = 1000;

    /** Of the metrics of a vertex, those of its operators that are told; how they end. */
    private static final Pattern TOLD =
            Pattern.compile(".*\\.numLateRecordsDropped|Source__.*\\.numRecordsIn|.*\\.numRecordsSend");

    private static final List<String> OF_TASKS = List.of("backPressuredTimeMsPerSecond", "busyTimeMsPerSecond");

    private final Supplier<Optional<FlinkRest>> flink;
    private final Supplier<Optional<String>> job;
    private final Map<String, Count> counts = new HashMap<>();
    private boolean asking;
    private volatile double lastCheckpoint = Double.NaN; // its end, epoch milliseconds
    private volatile double checkpointMs = Double.NaN;
    private volatile double checkpointBytes = Double.NaN;
    private volatile double backpressure = Double.NaN;
    private volatile double busy = Double.NaN;

    /** A counter of ours that follows one of Flink's, which begins anew with each attempt. */
    private static final class Count {
        private final Meters.Counter counter;
        private String attempt = "";
        private double last;

        Count(Meters.Counter counter) {
            this.counter = counter;
        }

        void follow(String of, double value) {
            if (!of.equals(attempt)) {
                attempt = of;
                last = 0;
            }
            if (value > last) { // less is what not all tasks have told yet
                counter.add((long) (value - last));
                last = value;
            }
        }
    }

    /**
     * @param flink what to ask; asked on an event loop, before each time
     * @param job id of what to ask about; likewise
     */
    public FlinkMeters(
            InstantSource clock, Meters meters, Supplier<Optional<FlinkRest>> flink, Supplier<Optional<String>> job) {
        this.flink = flink;
        this.job = job;
        count(meters, "numRecordsIn", "flink.records.in", "Records that sources have read");
        count(meters, "numRecordsSend", "flink.records.out", "Records that sinks have written");
        count(meters, "numLateRecordsDropped", "flink.records.late.dropped", "Records dropped since they were late");
        count(meters, "numRestarts", "flink.restarts", "Restarts of the job within its process");
        count(meters, "completed", "flink.checkpoints.completed", "Checkpoints that were completed");
        count(meters, "failed", "flink.checkpoints.failed", "Checkpoints that failed");
        meters.gauge(
                "flink.checkpoint.age",
                "Seconds since the last completed checkpoint",
                () -> (clock.millis() - lastCheckpoint) / MS);
        meters.gauge("flink.checkpoint.duration", "Seconds that the last checkpoint took", () -> checkpointMs / MS);
        meters.gauge("flink.checkpoint.size", "Bytes of the last checkpoint's state", () -> checkpointBytes);
        meters.gauge(
                "flink.backpressure",
                "Part of the time that the most hindered task waits for those behind it",
                () -> backpressure);
        meters.gauge("flink.busy", "Part of the time that the busiest task works", () -> busy);
    }

    private void count(Meters meters, String flinks, String name, String description) {
        counts.put(flinks, new Count(meters.counter(name, description)));
    }

    /** Begins to ask, until the verticle that this is called by is undeployed. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(EVERY_MS, rung -> poll());
    }

    private void poll() {
        Optional<FlinkRest> answering = flink.get();
        Optional<String> running = job.get();
        if (asking || answering.isEmpty() || running.isEmpty()) {
            return;
        }
        asking = true;
        ask(answering.get(), running.get())
                .onComplete(asked -> asking = false); // one that does not answer is asked again
    }

    /** Asks once. */
    Future<Void> ask(FlinkRest flink, String job) {
        String path = "/jobs/" + job;
        return flink.get(path + "/checkpoints")
                .map(answer -> checkpoints(path, answer))
                .compose(told -> flink.list(path + "/metrics?get=numRestarts"))
                .map(answer -> values(answer).getOrDefault("numRestarts", 0d))
                .compose(restarts -> {
                    counts.get("numRestarts").follow(path, restarts);
                    return flink.get(path).compose(details -> vertices(flink, path, restarts, details));
                });
    }

    private Void checkpoints(String job, JsonObject answer) {
        JsonObject of = answer.getJsonObject("counts", new JsonObject());
        counts.get("completed").follow(job, of.getInteger("completed", 0));
        counts.get("failed").follow(job, of.getInteger("failed", 0));
        JsonObject latest = answer.getJsonObject("latest", new JsonObject()).getJsonObject("completed");
        if (latest != null) {
            lastCheckpoint = latest.getDouble("latest_ack_timestamp", Double.NaN);
            checkpointMs = latest.getDouble("end_to_end_duration", Double.NaN);
            checkpointBytes = latest.getDouble("state_size", Double.NaN);
        }
        return null;
    }

    private Future<Void> vertices(FlinkRest flink, String job, double restarts, JsonObject details) {
        List<Future<Vertex>> asked = details.getJsonArray("vertices", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(vertex -> vertex(flink, job + "/vertices/" + vertex.getString("id") + "/subtasks/metrics"))
                .toList();
        return Future.all(asked).map(all -> {
            List<Vertex> vertices = all.list();
            backpressure = most(vertices, OF_TASKS.get(0)) / MS;
            busy = most(vertices, OF_TASKS.get(1)) / MS;
            for (String sum : List.of("numRecordsIn", "numRecordsSend", "numLateRecordsDropped")) {
                counts.get(sum)
                        .follow(
                                job + "/" + restarts,
                                vertices.stream()
                                        .mapToDouble(vertex -> vertex.sum(sum))
                                        .sum());
            }
            return null;
        });
    }

    private static double most(List<Vertex> vertices, String metric) {
        return vertices.stream()
                .mapToDouble(vertex -> vertex.most().getOrDefault(metric, 0d))
                .filter(Double::isFinite) // a source of the old kind does not know
                .max()
                .orElse(Double.NaN);
    }

    /**
     * @param sums of operators' metrics over all subtasks
     * @param most of tasks' metrics over all subtasks
     */
    private record Vertex(Map<String, Double> sums, Map<String, Double> most) {

        double sum(String metric) {
            return sums.entrySet().stream()
                    .filter(each -> each.getKey().endsWith("." + metric))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }
    }

    /** Which operators there are is in the names of their metrics. */
    private static Future<Vertex> vertex(FlinkRest flink, String path) {
        Future<Map<String, Double>> most =
                flink.list(path + "?agg=max&get=" + String.join(",", OF_TASKS)).map(FlinkMeters::values);
        Future<Map<String, Double>> sums = flink.list(path).compose(known -> {
            String told = known.stream()
                    .map(metric -> ((JsonObject) metric).getString("id"))
                    .filter(name -> TOLD.matcher(name).matches())
                    .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(","));
            return told.isEmpty()
                    ? Future.succeededFuture(Map.of())
                    : flink.list(path + "?agg=sum&get=" + told).map(FlinkMeters::values);
        });
        return Future.all(sums, most).map(both -> new Vertex(sums.result(), most.result()));
    }

    /** By name: what a metric is, or what the one aggregation makes of it. */
    private static Map<String, Double> values(JsonArray metrics) {
        Map<String, Double> values = new HashMap<>();
        for (Object each : metrics) {
            JsonObject metric = (JsonObject) each;
            Object value = metric.getValue("value", metric.getValue("sum", metric.getValue("max")));
            if (value != null) {
                values.put(metric.getString("id"), Double.parseDouble(value.toString()));
            }
        }
        return values;
    }
}
