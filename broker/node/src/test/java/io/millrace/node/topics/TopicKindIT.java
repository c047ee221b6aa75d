package io.millrace.node.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Meters;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicKindIT {

    private static Vertx vertx;
    private static KafkaAdmin admin;
    private static KafkaTopics topics;
    private static TopicKind kind;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        admin = new KafkaAdmin(vertx, SharedBroker.access());
        topics = new KafkaTopics(admin);
        kind = new TopicKind(topics);
    }

    @AfterAll
    static void stop() {
        admin.close().await();
        vertx.close().await();
    }

    @Test
    void makesATopicAsDefined() {
        Running running = start("made", 3, Map.of("retention.ms", "-1", "max.message.bytes", "10485760"));

        Topics.Description made = topics.describe("made").await().orElseThrow();
        assertThat(made.partitions()).isEqualTo(3);
        assertThat(made.replicationFactor()).isEqualTo(1);
        assertThat(made.config()).isEqualTo(Map.of("retention.ms", "-1", "max.message.bytes", "10485760"));
        assertThat(running.status().state()).isEqualTo(Status.State.RUNNING);
        assertThat(running.status().details().getString("topicId")).isEqualTo(made.id());
        assertThat(running.status().details().getInteger("partitions")).isEqualTo(3);
        assertThat(topics.names().await()).contains("made");
    }

    @Test
    void adoptsATopicAndMakesItAsDefined() {
        topics.create("adopted", 1, -1, Map.of("retention.ms", "-1", "segment.bytes", "1048576"))
                .await();
        String id = topics.describe("adopted").await().orElseThrow().id();
        SharedBroker.produce("adopted", 0, List.of("kept"));

        start("adopted", 2, Map.of("segment.bytes", "2097152"));

        Topics.Description adopted = topics.describe("adopted").await().orElseThrow();
        assertThat(adopted.id()).isEqualTo(id);
        assertThat(adopted.partitions()).isEqualTo(2);
        assertThat(adopted.config()).isEqualTo(Map.of("segment.bytes", "2097152"));
        assertThat(new TopicSurvey(admin).of("adopted").await().records()).isEqualTo(1);
    }

    @Test
    void refusesFewerPartitionsNamingBothNumbers() {
        start("shrinking", 4, Map.of());

        assertThat(validate("shrinking", 2, -1, Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("fewer-partitions");
            assertThat(problem.what()).contains("shrinking", "4", "2");
            assertThat(problem.where().path()).isEqualTo("partitions");
        });
        assertThatThrownBy(() -> start("shrinking", 2, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("4 partitions");
        assertThat(topics.describe("shrinking").await().orElseThrow().partitions())
                .isEqualTo(4);
    }

    @Test
    void refusesAnotherReplicationFactorAndSaysWhy() {
        start("replicated", 1, Map.of());
        assertThat(validate("replicated", 1, 3, Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("replication-factor-change");
            assertThat(problem.what()).contains("moves data between brokers");
        });
    }

    @Test
    void refusesMoreReplicasThanThereAreBrokers() {
        assertThat(validate("too-replicated", 1, 3, Map.of()))
                .extracting(Problem::code)
                .containsExactly("invalid-replication-factor");
        assertThat(topics.describe("too-replicated").await()).isEmpty();
    }

    @Test
    void refusesAValueThatKafkaRefuses() {
        assertThat(validate("refused", 1, -1, Map.of("retention.ms", "soon")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("invalid-topic-config");
                    assertThat(problem.what()).contains("soon", "retention.ms");
                });
        start("refused-later", 1, Map.of());
        assertThat(validate("refused-later", 1, -1, Map.of("retention.ms", "soon")))
                .extracting(Problem::code)
                .containsExactly("invalid-topic-config");
    }

    @Test
    void refusesNamesThatAreNotTheUsers() {
        assertThat(validate("__consumer_offsets", 1, -1, Map.of()))
                .extracting(Problem::code)
                .containsExactly("internal-topic");
        assertThat(validate("earth quakes", 1, -1, Map.of()))
                .extracting(Problem::code)
                .containsExactly("invalid-topic-name");
        assertThat(validate("..", 1, -1, Map.of())).extracting(Problem::code).containsExactly("invalid-topic-name");
        assertThat(validate("Any.Legal_name-1", 1, -1, Map.of())).isEmpty();
    }

    @Test
    void deletesTheTopicOnceAndForAll() {
        start("doomed", 1, Map.of());
        kind.remove(new Context("doomed", new TopicSettings(1, -1, Map.of()))).await();
        assertThat(topics.describe("doomed").await()).isEmpty();
        kind.remove(new Context("doomed", new TopicSettings(1, -1, Map.of()))).await();
    }

    @Test
    void hidesInternalTopics() {
        topics.create("__millrace.test.hidden", 1, -1, Map.of()).await();
        assertThat(topics.names().await()).doesNotContain("__millrace.test.hidden");
        assertThat(new TopicSurvey(admin).all().await())
                .extracting(TopicDetails::name)
                .noneMatch(KafkaTopics::isInternal);
    }

    private static Running start(String name, int partitions, Map<String, String> config) {
        return kind.start(new Context(name, new TopicSettings(partitions, -1, config)))
                .await();
    }

    private static List<Problem> validate(
            String name, int partitions, int replicationFactor, Map<String, String> config) {
        return kind.validate(new Context(name, new TopicSettings(partitions, replicationFactor, config)))
                .await();
    }

    /** What a topic asks of its host: its name and settings. */
    private record Context(String name, TopicSettings settings) implements DeploymentContext<TopicSettings> {

        @Override
        public String kind() {
            return "Topic";
        }

        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public String uid() {
            return "uid";
        }

        @Override
        public long generation() {
            return 1;
        }

        @Override
        public Vertx vertx() {
            return vertx;
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public Topics topics() {
            return topics;
        }

        @Override
        public Meters meters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public KafkaCluster kafka() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String group() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordWriter writer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Feed feed(String group, FeedSpec spec, IntFunction<RecordHandler> handlers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> rollBack(long toGeneration, Problem why) {
            return Future.failedFuture(new AssertionError("nothing here rolls back"));
        }

        @Override
        public Future<Void> forgetGroup(String group) {
            throw new UnsupportedOperationException();
        }
    }
}
