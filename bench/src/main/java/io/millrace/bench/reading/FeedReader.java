package io.millrace.bench.reading;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.node.feed.Feeds;
import io.millrace.node.feed.MemoryBudget;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.topics.KafkaAdmin;
import io.millrace.node.topics.KafkaTopics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.JmxReporter;

/** Ours: a feed of one task, with the settings that a deployment gets when it asks for nothing. */
final class FeedReader implements Reader {

    private static final Future<Answer> DURABLE = Future.succeededFuture(Answer.DURABLE);

    private final Vertx vertx = Vertx.vertx();
    private final ReadRun run;
    private final KafkaAdmin admin;
    private final Feeds feeds;
    private Feed feed;

    FeedReader(ReadRun run) {
        this.run = run;
        KafkaAccess access = new KafkaAccess(run.servers(), run.servers(), run.clusterId(), Map.of());
        admin = new KafkaAdmin(vertx, access);
        feeds = new Feeds(
                vertx,
                InstantSource.system(),
                access,
                new KafkaTopics(admin),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new MemoryBudget(Runtime.getRuntime().maxMemory()),
                "bench",
                1);
    }

    @Override
    public void start(Probe probe) {
        FeedSpec spec = new FeedSpec(
                List.of(run.topic()),
                null,
                Start.EARLIEST,
                Shape.STREAM,
                RetryPolicy.DEFAULT,
                new DeadLetters(DeadLetters.Policy.STOP, null, false),
                1,
                false,
                Map.of("metric.reporters", JmxReporter.class.getName() + "," + ConsumerProperties.class.getName()));
        feed = feeds.feed("Reader", run.name(), spec, task -> new Showing(probe));
        feed.start().await();
    }

    @Override
    public void close() {
        feed.stop().await();
        admin.close().await();
        vertx.close().await();
    }

    /** A handler that does nothing but look. */
    private record Showing(Probe probe) implements RecordHandler {

        @Override
        public Future<Answer> deliver(Delivery delivery) {
            for (Batch batch : delivery.batches()) {
                for (ConsumedRecord record : batch) {
                    probe.value(record.value());
                }
            }
            probe.handed();
            return DURABLE;
        }
    }
}
