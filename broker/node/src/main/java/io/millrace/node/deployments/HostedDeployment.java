package io.millrace.node.deployments;

import io.millrace.api.Meters;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.feed.Feeds;
import io.millrace.node.metrics.DeploymentMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host offers to one deployment while it is checked or runs, and what it has taken of that.
 *
 * @param <S> the kind's settings record
 */
final class HostedDeployment<S> implements DeploymentContext<S> {

    /** A feed that the deployment made, with what is needed to make one like it. */
    record Fed(Feed feed, String group, FeedSpec spec, IntFunction<RecordHandler> handlers) {

        boolean reads(Partition partition) {
            return spec.topics().isEmpty() || spec.topics().contains(partition.topic());
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(HostedDeployment.class);

    private final Host host;
    private final Generations generations;
    private final Topics topics;
    private final Id id;
    private final String uid;
    private final long generation;
    private final S settings;
    private final DeploymentMeters meters;
    private final List<Fed> feeds = new CopyOnWriteArrayList<>();
    private final ProducingWriter writer;

    /** @param topics the broker's, or those as they will be when a submission is applied */
    HostedDeployment(
            Host host, Generations generations, Topics topics, Id id, String uid, long generation, S settings) {
        this.host = host;
        this.generations = generations;
        this.topics = topics;
        this.id = id;
        this.uid = uid;
        this.generation = generation;
        this.settings = settings;
        this.meters = new DeploymentMeters(host.registry(), id.kind(), id.name());
        this.writer = new ProducingWriter(host.vertx(), host.access(), group());
    }

    static <S> HostedDeployment<S> of(Host host, Generations generations, StoredDeployment stored, S settings) {
        return new HostedDeployment<>(
                host, generations, host.topics(), stored.id(), stored.uid(), stored.generation(), settings);
    }

    /** The feeds it made, in order. */
    List<Fed> feeds() {
        return feeds;
    }

    /** What it measured is no more, and it writes no more. */
    void close() {
        meters.close();
        writer.close();
    }

    @Override
    public Vertx vertx() {
        return host.vertx();
    }

    @Override
    public InstantSource clock() {
        return host.clock();
    }

    @Override
    public String cluster() {
        return host.cluster();
    }

    @Override
    public String kind() {
        return id.kind();
    }

    @Override
    public String name() {
        return id.name();
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public S settings() {
        return settings;
    }

    @Override
    public Meters meters() {
        return meters;
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public KafkaCluster kafka() {
        return host.kafka();
    }

    @Override
    public String group() {
        return Feeds.group(host.cluster(), id.kind(), id.name());
    }

    @Override
    public RecordWriter writer() {
        return writer;
    }

    @Override
    public Feed feed(String group, FeedSpec spec, IntFunction<RecordHandler> handlers) {
        Feed feed = host.feeds().until(id.kind(), id.name(), group, spec, handlers, Map.of());
        feeds.add(new Fed(feed, group, spec, handlers));
        return feed;
    }

    @Override
    public Future<Void> rollBack(long to, Problem why) {
        LOG.atWarn()
                .addKeyValue("deployment", id)
                .addKeyValue("generation", generation)
                .addKeyValue("error", why)
                .log("goes back to generation {}", to);
        return generations
                .rollBack(id, to, "went back from " + generation + " to " + to + ": " + why.what())
                .mapEmpty();
    }

    @Override
    public Future<Void> forgetGroup(String group) {
        return host.groups().delete(group);
    }
}
