package io.millrace.bench.peers;

import io.millrace.bench.ParentWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lambda's Runtime API with nothing behind it: hands the same event, made beforehand, to a runtime client again and again, and takes
 * what it answers. On a Vert.x server, as the node has it; no two of its methods run at a time.
 */
public final class BareLoop implements AutoCloseable {

    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final String REQUEST_ID = "00000000-0000-4000-8000-000000000000";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:bare";
    private static final long TIMEOUT_MS = 60_000;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private static final Buffer ACCEPTED = Buffer.buffer("{\"status\":\"OK\"}");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final CompletableFuture<Times> done = new CompletableFuture<>();
    private final Buffer event;
    private final long warmUp;
    private final long total;
    private final int port;
    private long askedNanos;
    private long warmNanos;
    private long answered;

    /**
     * When what happened, in terms of {@link System#nanoTime()}.
     *
     * @param asked for the first event
     * @param warm answered all events of the warm-up
     * @param done answered all
     */
    public record Times(long asked, long warm, long done) {}

    /**
     * Listens.
     *
     * @param warmUp events before the measured ones
     * @param measured events that follow them
     */
    public BareLoop(Buffer event, long warmUp, long measured) {
        this.event = event;
        this.warmUp = warmUp;
        this.total = warmUp + measured;
        this.port = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /**
     * In a process of its own: {@code WARM-UP MEASURED BATCH SIZE}, in records, records an event and bytes a record. Prints {@code
     * ready ADDRESS}, then figures; ends early when standard input does.
     */
    public static void main(String[] arguments) {
        ParentWatch.start();
        long warmUp = Long.parseLong(arguments[0]);
        long measured = Long.parseLong(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        Buffer event = event(batch, Integer.parseInt(arguments[3]));
        try (BareLoop loop = new BareLoop(event, warmUp / batch, measured / batch)) {
            System.out.println("ready " + loop.address());
            Times times = loop.await(LONGEST_RUN);
            System.out.println("recordsPerSecond=" + measured * 1e9 / (times.done - times.warm));
        }
    }

    /**
     * An event as Lambda makes it of Kafka's records.
     *
     * @param records how many it has, all of one partition and one value
     * @param size of a value in bytes
     */
    public static Buffer event(int records, int size) {
        byte[] value = new byte[size];
        new SplittableRandom(size).nextBytes(value);
        String encoded = Base64.getEncoder().encodeToString(value);
        StringJoiner event = new StringJoiner(
                ",",
                "{\"eventSource\":\"aws:kafka\",\"eventSourceArn\":\"arn:aws:kafka:us-east-1:000000000000:cluster/bare/1\","
                        + "\"bootstrapServers\":\"127.0.0.1:9092\",\"records\":{\"records-0\":[",
                "]}}");
        for (int offset = 0; offset < records; offset++) {
            event.add("{\"topic\":\"records\",\"partition\":0,\"offset\":" + (100_000 + offset)
                    + ",\"timestamp\":1700000000000,\"timestampType\":\"CREATE_TIME\",\"value\":\"" + encoded
                    + "\",\"headers\":[]}");
        }
        return Buffer.buffer(event.toString());
    }

    /** For {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Waits until all events are answered; fails when one was not answered well, or it takes longer. */
    public Times await(Duration atMost) {
        try {
            return done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("not all events were answered", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals(INVOCATION + "next")) {
            hand(request);
        } else {
            request.body().onSuccess(body -> take(request, body));
        }
    }

    private void hand(HttpServerRequest request) {
        if (askedNanos == 0) {
            askedNanos = System.nanoTime();
            warmNanos = askedNanos;
        }
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", REQUEST_ID)
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + TIMEOUT_MS))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", ARN)
                .end(event);
    }

    private void take(HttpServerRequest request, Buffer body) {
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end(ACCEPTED);
        if (!request.path().equals(INVOCATION + REQUEST_ID + "/response")) {
            done.completeExceptionally(new IllegalStateException(request.path() + ": " + body));
            return;
        }
        answered++;
        if (answered == warmUp) {
            warmNanos = System.nanoTime();
        }
        if (answered == total) {
            done.complete(new Times(askedNanos, warmNanos, System.nanoTime()));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
