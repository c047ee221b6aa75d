package io.millrace.node.connectors;

import io.millrace.api.deployment.Topics;
import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import io.millrace.node.kafka.EmbeddedKafka;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A broker of its own for a test, looked at with Kafka's own clients. Blocks. */
final class Broker implements Topics, AutoCloseable {

    private final EmbeddedKafka kafka;
    private final Admin admin;

    Broker(Path directory) {
        kafka = EmbeddedKafka.start(
                1,
                directory,
                new KafkaSettings(KafkaMode.EMBEDDED, "127.0.0.1", 0, null, Map.of(), null, Map.of()),
                () -> {});
        admin = Admin.create(Map.copyOf(access().client("test-admin")));
    }

    KafkaAccess access() {
        return kafka.access();
    }

    Admin admin() {
        return admin;
    }

    void createNow(String topic, Map<String, String> config) {
        settled(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(config)))
                .all());
    }

    /** All committed records of the topic's partition 0, to the end as it is now. */
    List<ConsumerRecord<String, String>> committed(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = settled(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition))
                .offset();
        Map<String, Object> properties = new HashMap<>(access().client("test-reader"));
        properties.put("isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    List<String> values(String topic) {
        return committed(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** A producer that takes a transactional id over, as a second owner does. */
    KafkaProducer<byte[], byte[]> owner(String transactionalId) {
        Map<String, Object> properties = new HashMap<>(access().client("test-owner"));
        properties.put("transactional.id", transactionalId);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    @Override
    public Future<Set<String>> names() {
        return asked(admin.listTopics().names());
    }

    @Override
    public Future<Optional<Description>> describe(String topic) {
        return names().compose(names -> !names.contains(topic)
                ? Future.succeededFuture(Optional.empty())
                : asked(admin.describeTopics(List.of(topic)).allTopicNames())
                        .map(found -> Optional.of(new Description(
                                found.get(topic).topicId().toString(),
                                found.get(topic).partitions().size(),
                                1,
                                Map.of()))));
    }

    @Override
    public Future<Void> create(String topic, int partitions, int replicationFactor, Map<String, String> config) {
        NewTopic described = new NewTopic(topic, partitions, (short) replicationFactor).configs(config);
        return asked(admin.createTopics(List.of(described)).all());
    }

    @Override
    public Future<Void> addPartitions(String topic, int total) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> configure(String topic, Map<String, String> config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> delete(String topic) {
        return asked(admin.deleteTopics(List.of(topic)).all());
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }

    private static <T> Future<T> asked(KafkaFuture<T> asked) {
        return Future.fromCompletionStage(asked.toCompletionStage());
    }

    static <T> T settled(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
