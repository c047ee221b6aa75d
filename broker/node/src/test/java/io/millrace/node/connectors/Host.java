package io.millrace.node.connectors;

import io.millrace.api.Meters;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;

/**
 * A host for one connector.
 *
 * @param feeds makes its feed; null for a source
 */
record Host(
        Vertx vertx,
        Topics topics,
        String name,
        ConnectorSettings settings,
        BiFunction<FeedSpec, IntFunction<RecordHandler>, Feed> feeds)
        implements DeploymentContext<ConnectorSettings> {

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public String cluster() {
        return "test";
    }

    @Override
    public String kind() {
        return ConnectorKind.NAME;
    }

    @Override
    public String uid() {
        return "uid-of-" + name;
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public Meters meters() {
        return new Meters() {
            @Override
            public Counter counter(String name, String description) {
                return amount -> {};
            }

            @Override
            public void gauge(String name, String description, DoubleSupplier value) {}
        };
    }

    @Override
    public KafkaCluster kafka() {
        return new KafkaCluster(true, "id", "localhost:9092");
    }

    @Override
    public String group() {
        return "millrace.test." + name;
    }

    @Override
    public RecordWriter writer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> rollBack(long toGeneration, Problem why) {
        return Future.failedFuture(new AssertionError("nothing here rolls back"));
    }

    @Override
    public Future<Void> forgetGroup(String group) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Feed feed(String group, FeedSpec spec, IntFunction<RecordHandler> handlers) {
        return feeds.apply(spec, handlers);
    }
}
