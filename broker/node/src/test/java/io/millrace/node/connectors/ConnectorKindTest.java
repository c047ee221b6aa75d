package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.ConnectorType;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectorKindTest {

    private final Vertx vertx = Vertx.vertx();
    private final Numbers numbers = new Numbers();
    private final Letters letters = new Letters();
    private final ConnectorKind kind = new ConnectorKind(
            List.of(numbers, letters),
            new KafkaAccess("localhost:1", "localhost:1", "id", Map.of()),
            Path.of("/data"),
            1 << 28);
    private final FeedOfNothing feed = new FeedOfNothing();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void refusesTopicsThatAreNotThere() {
        assertThat(validate(letters, new Letters.Settings("out"), List.of("quakes", "quaks", "others")))
                .extracting(Problem::toString)
                .containsExactly(
                        "config.topics: The topic quaks does not exist."
                                + " Write quakes, or add a document with kind: Topic and name: quaks.",
                        "config.topics: The topic others does not exist."
                                + " Add a document with kind: Topic and name: others.");
        assertThat(validate(numbers, new Numbers.Settings("nowhere", 1, 1), List.of()))
                .extracting(Problem::toString)
                .containsExactly("config.topic: The topic nowhere does not exist."
                        + " Add a document with kind: Topic and name: nowhere.");
        assertThat(validate(numbers, new Numbers.Settings("quakes", 1, 1), List.of()))
                .isEmpty();
    }

    @Test
    void tellsWhatTheClassFindsAtItsPlaceInTheDefinition() {
        assertThat(validate(letters, new Letters.Settings("full"), List.of("quakes")))
                .extracting(Problem::toString)
                .containsExactly("config.folder: The folder is full. Empty it.");
    }

    @Test
    void runsASinkAsAFeed() {
        Running running = kind.start(host(letters, new Letters.Settings("out"), List.of("quakes")))
                .await();

        assertThat(feed.spec.topics()).containsExactly("quakes");
        assertThat(feed.spec.tasks()).isEqualTo(2);
        assertThat(feed.spec.consumer()).isEqualTo(Map.of("max.poll.records", "7", "receive.buffer.bytes", "1048576"));
        assertThat(feed.spec.start()).isEqualTo(FeedSpec.Start.LATEST);
        assertThat(feed.spec.deadLetters()).isEqualTo(DeadLetters.to("it-dead-letters"));
        assertThat(feed.handler).isNotNull();
        assertThat(running.status().state()).isEqualTo(State.RETRYING);
        assertThat(running.status().details())
                .isEqualTo(new JsonObject()
                        .put("records", 5L)
                        .put("bytes", 50L)
                        .put("retries", 1L)
                        .put("deadLetters", 2L)
                        .put("committed", new JsonObject().put("quakes-0", 5L)));
    }

    @Test
    void describesTheSettingsOfEveryClass() {
        assertThat(kind.reference())
                .isEqualTo(Map.of(
                        "config",
                        ConnectSettings.class,
                        "config (Numbers)",
                        Numbers.Settings.class,
                        "config (Letters)",
                        Letters.Settings.class));
    }

    private List<Problem> validate(ConnectorType<?> type, Record own, List<String> topics) {
        return kind.validate(host(type, own, topics)).await();
    }

    private Host host(ConnectorType<?> type, Record own, List<String> topics) {
        Map<String, String> consumer = Map.of("auto.offset.reset", "latest", "max.poll.records", "7");
        ConnectSettings common =
                new ConnectSettings(null, "", 2, topics, null, null, null, true, null, 30_000, consumer, Map.of());
        return new Host(
                vertx, new TopicNames(Set.of("quakes")), "it", new ConnectorSettings(common, type, own), feed::of);
    }

    private static final class FeedOfNothing implements Feed {
        private FeedSpec spec;
        private RecordHandler handler;

        Feed of(FeedSpec asked, IntFunction<RecordHandler> handlers) {
            spec = asked;
            handler = handlers.apply(0);
            return this;
        }

        @Override
        public Future<Void> start() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> pause() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> resume() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }

        @Override
        public FeedStatus status() {
            Partition partition = new Partition("quakes", 0);
            return new FeedStatus(
                    FeedStatus.State.RETRYING, 5, 50, 1, 2, Map.of(partition, 5L), List.of(partition), List.of());
        }
    }

    private record TopicNames(Set<String> present) implements Topics {

        @Override
        public Future<Set<String>> names() {
            return Future.succeededFuture(present);
        }

        @Override
        public Future<Optional<Description>> describe(String topic) {
            throw new AssertionError("changes nothing, asks for names only");
        }

        @Override
        public Future<Void> create(String topic, int partitions, int replicationFactor, Map<String, String> config) {
            throw new AssertionError("changes nothing");
        }

        @Override
        public Future<Void> addPartitions(String topic, int total) {
            throw new AssertionError("changes nothing");
        }

        @Override
        public Future<Void> configure(String topic, Map<String, String> config) {
            throw new AssertionError("changes nothing");
        }

        @Override
        public Future<Void> delete(String topic) {
            throw new AssertionError("changes nothing");
        }
    }
}
