package io.millrace.processing.functions.mapping;

import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.functions.mapping.MappingHandler.Parts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One event source mapping of a function while it runs. Made for one start; any thread.
 *
 * <p>Records that are given up and have no on-failure destination are dropped, as Lambda does it: they are logged, and counted in the
 * status as {@code givenUp}. Without a limit of retries or age none is ever given up, but for a record that is too large for an event.
 */
public final class Mapping {

    /** Lambda's window for Kafka where none is set. */
    private static final Duration DEFAULT_WINDOW = Duration.ofMillis(500);

    /** With Base64 and what is around a record of a few hundred bytes, this is an event of at most 6 MB. */
    private static final ByteSize LARGEST_BATCH = ByteSize.ofMebibytes(4);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /** A document is larger than its record, and must not be refused for that. */
    private static final Map<String, String> DESTINATION =
            Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(32 << 20));

    private final MappingSettings settings;
    private final String group;
    private final MappedFunction function;
    private final Tally tally;
    private final Parts parts;
    private Feed feed; // null while disabled

    /** @param group the consumer group */
    Mapping(MappingSettings settings, String group, MappedFunction function) {
        this.settings = settings;
        this.group = group;
        this.function = function;
        DeploymentContext<?> context = function.context();
        this.tally = new Tally(context.meters());
        this.parts = new Parts(
                context.kind() + "/" + context.name(),
                context.clock(),
                function.invoker(),
                new Slots(most(settings)),
                Optional.ofNullable(function.output()).map(Output::new),
                context.writer(),
                tally);
    }

    private static int most(MappingSettings settings) {
        MappingSettings.Pollers pollers = settings.provisionedPollerConfig();
        return pollers == null || pollers.maximumPollers() == null ? Integer.MAX_VALUE : pollers.maximumPollers();
    }

    /** Makes what topics it writes to and are not there, and joins the group. */
    public Future<Void> start() {
        if (!settings.enabled()) {
            return Future.succeededFuture();
        }
        feed = function.context().feed(group, spec(), task -> handler());
        return present(function.output(), Map.of())
                .compose(done ->
                        present(FailureDestination.topic(settings.destination()).orElse(null), DESTINATION))
                .compose(done -> feed.start());
    }

    public Future<Void> pause() {
        return feed == null ? Future.succeededFuture() : feed.pause();
    }

    public Future<Void> resume() {
        return feed == null ? Future.succeededFuture() : feed.resume();
    }

    /** Waits up to 20 s for what is with the function, commits, and leaves the group. */
    public Future<Void> stop() {
        return feed == null ? Future.succeededFuture() : feed.stop();
    }

    /** A snapshot; {@code details} has Lambda's State and LastProcessingResult, and what was done since the start. */
    public Status status() {
        JsonObject details = new JsonObject()
                .put("topics", new JsonArray(settings.topics()))
                .put("consumerGroup", group)
                .put("state", settings.enabled() ? "Enabled" : "Disabled")
                .mergeIn(tally.toJson());
        if (feed == null) {
            return new Status(Status.State.PAUSED, List.of(), details);
        }
        FeedStatus status = feed.status();
        details.put("retries", status.retries());
        return new Status(state(status.state()), status.problems(), details);
    }

    private static Status.State state(FeedStatus.State state) {
        return switch (state) {
            case RUNNING -> Status.State.RUNNING;
            case PAUSED -> Status.State.PAUSED;
            case STARTING -> Status.State.STARTING;
            case RETRYING -> Status.State.RETRYING;
            case STOPPED -> Status.State.STOPPED;
            case FAILED -> Status.State.FAILED;
        };
    }

    private FeedSpec spec() {
        Duration window = settings.maximumBatchingWindowInSeconds() == null
                ? DEFAULT_WINDOW
                : Duration.ofSeconds(settings.maximumBatchingWindowInSeconds());
        Integer consumers = settings.provisionedPollerConfig() == null
                ? null
                : settings.provisionedPollerConfig().minimumPollers();
        return new FeedSpec(
                settings.topics(),
                null,
                from(),
                new Shape(settings.batchSize(), LARGEST_BATCH, window, true),
                new RetryPolicy(settings.attempts(), null, FIRST_BACKOFF, LONGEST_BACKOFF, false),
                DeadLetters.BY_HANDLER,
                consumers == null ? 1 : consumers,
                false,
                Map.of(),
                filter());
    }

    private Start from() {
        return switch (settings.startingPosition()) {
            case TRIM_HORIZON -> Start.EARLIEST;
            case LATEST -> Start.LATEST;
            case AT_TIMESTAMP ->
                Start.at(Instant.ofEpochMilli(Math.round(settings.startingPositionTimestamp() * 1000)));
        };
    }

    /** Null without filters, so that records need not be looked at. */
    private Predicate<ConsumedRecord> filter() {
        if (settings.filters().isEmpty()) {
            return null;
        }
        Filters filters = new Filters(
                settings.filters().stream().map(MappingSettings.Filter::pattern).toList());
        return record -> {
            boolean passes = filters.test(record);
            if (!passes) {
                tally.filtered();
            }
            return passes;
        };
    }

    private MappingHandler handler() {
        DeploymentContext<?> context = function.context();
        EventSource source = EventSource.of(settings, context.kafka(), context.cluster(), function.arn());
        return new MappingHandler(settings, parts, new EventEncoder(source), destination(source));
    }

    private Optional<FailureDestination> destination(EventSource source) {
        EventEncoder encoder = new EventEncoder(source);
        FailureDocument document = new FailureDocument(source, function.arn());
        Optional<FailureDestination> topic = FailureDestination.topic(settings.destination())
                .map(name -> new FailureDestination.ToTopic(name, parts.writer(), encoder, document));
        return topic.or(() -> FailureDestination.bucket(settings.destination())
                .map(bucket -> new FailureDestination.ToBucket(bucket, id(), store(), encoder, document)));
    }

    /** The same after a restart; another one when the function was deleted and applied again. */
    private UUID id() {
        return UUID.nameUUIDFromBytes((function.context().uid() + "/" + group).getBytes(StandardCharsets.UTF_8));
    }

    private ObjectStore store() {
        return function.stores()
                .apply("s3")
                .orElseThrow(() -> new IllegalStateException("a mapping with a bucket was not validated"));
    }

    /** Another mapping or node may make it at the same time: what counts is that it is there then. */
    private Future<Void> present(String topic, Map<String, String> config) {
        Topics topics = function.context().topics();
        return topic == null
                ? Future.succeededFuture()
                : isThere(topic)
                        .compose(there -> there
                                ? Future.succeededFuture()
                                : topics.create(topic, 1, -1, config)
                                        .recover(failure -> isThere(topic)
                                                .compose(now -> now
                                                        ? Future.succeededFuture()
                                                        : Future.failedFuture(failure))));
    }

    private Future<Boolean> isThere(String topic) {
        return function.context().topics().describe(topic).map(Optional::isPresent);
    }
}
