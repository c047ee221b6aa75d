package io.millrace.node.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.feed.Partition;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.deployments.Deployments.Lag;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupsIT {

    /** When the records were written, and now. */
    private static final Instant WRITTEN = Instant.parse("2026-01-31T12:00:00Z");

    private static final Instant NOW = WRITTEN.plusSeconds(90);

    private Vertx vertx;
    private KafkaAdmin admin;
    private ConsumerGroups groups;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        admin = new KafkaAdmin(vertx, SharedBroker.access());
        groups = new ConsumerGroups(vertx, SharedBroker.access(), admin, () -> NOW);
    }

    @AfterEach
    void stop() {
        groups.close().await();
        admin.close().await();
        vertx.close().await();
    }

    @Test
    void tellsLagInRecordsAndSeconds() {
        topic("lagging", 3);
        write("lagging", 0, WRITTEN, WRITTEN.plusSeconds(30), WRITTEN.plusSeconds(60));
        write("lagging", 1, WRITTEN);
        try (Consumer<byte[], byte[]> consumer = consumer("lagging-readers")) {
            consumer.commitSync(Map.of(
                    new TopicPartition("lagging", 0), new OffsetAndMetadata(1),
                    new TopicPartition("lagging", 1), new OffsetAndMetadata(1),
                    new TopicPartition("lagging", 2), new OffsetAndMetadata(0)));
        }
        ConsumerGroups.Group group = groups.describe("lagging-readers").await();

        assertThat(group.state()).isEqualTo("Empty");
        assertThat(group.members()).isEmpty();
        assertThat(group.lag())
                .isEqualTo(Map.of(
                        new Partition("lagging", 0), new Lag(1, 3, 2, 60),
                        new Partition("lagging", 1), new Lag(1, 1, 0, 0),
                        new Partition("lagging", 2), new Lag(0, 0, 0, 0)));
        assertThat(group.lagRecords()).isEqualTo(2);
        assertThat(group.lagSeconds()).isEqualTo(60);
        assertThat(groups.list().await()).contains(new ConsumerGroups.Listed("lagging-readers", "Empty"));
    }

    @Test
    void remembersAgesAndSeesNewCommits() {
        topic("moving", 1);
        write("moving", 0, WRITTEN, WRITTEN.plusSeconds(30));
        try (Consumer<byte[], byte[]> consumer = consumer("moving-readers")) {
            TopicPartition partition = new TopicPartition("moving", 0);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
            assertThat(groups.describe("moving-readers").await().lagSeconds()).isEqualTo(90);
            assertThat(groups.describe("moving-readers").await().lagSeconds()).isEqualTo(90);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
            assertThat(groups.describe("moving-readers").await().lagSeconds()).isEqualTo(60);
        }
    }

    @Test
    void countsFromTheStartWhatAMemberHasNotCommitted() {
        topic("fresh", 1);
        write("fresh", 0, WRITTEN, WRITTEN);
        try (Consumer<byte[], byte[]> consumer = consumer("fresh-readers")) {
            consumer.subscribe(List.of("fresh"));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            ConsumerGroups.Group group = groups.describe("fresh-readers").await();
            assertThat(group.members())
                    .singleElement()
                    .satisfies(member -> assertThat(member.partitions()).containsExactly(new Partition("fresh", 0)));
            assertThat(group.lag())
                    .isEqualTo(Map.of(new Partition("fresh", 0), new Lag(ConsumerGroups.NOTHING_COMMITTED, 2, 2, 90)));
        }
    }

    @Test
    void leavesOutTopicsThatAreGone() {
        topic("leaving", 1);
        topic("staying", 1);
        try (Consumer<byte[], byte[]> consumer = consumer("leaving-readers")) {
            consumer.commitSync(Map.of(
                    new TopicPartition("leaving", 0), new OffsetAndMetadata(0),
                    new TopicPartition("staying", 0), new OffsetAndMetadata(0)));
        }
        new KafkaTopics(admin).delete("leaving").await();
        assertThat(groups.lag("leaving-readers").await()).containsOnlyKeys(new Partition("staying", 0));
    }

    @Test
    void knowsNoLagOfAGroupThatIsNotThere() {
        assertThatThrownBy(() -> groups.describe("nobody").await())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("group");
        assertThat(groups.lag("nobody").await()).isEmpty();
    }

    private void topic(String name, int partitions) {
        new KafkaTopics(admin)
                .create(name, partitions, -1, Map.of("retention.ms", "-1"))
                .await();
    }

    private static void write(String topic, int partition, Instant... times) {
        SharedBroker.produce(Arrays.stream(times)
                .map(time -> new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, new byte[10])));
    }

    private static Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> properties = new HashMap<>(SharedBroker.access().client("test-consumer"));
        properties.put("group.id", group);
        properties.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
