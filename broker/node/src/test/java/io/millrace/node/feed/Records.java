package io.millrace.node.feed;

import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Partition;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts records into a broker and counts what is there with Kafka's own clients: no code of the feed. Blocks. */
final class Records implements AutoCloseable {

    private final KafkaAccess access;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;

    Records(KafkaAccess access) {
        this.access = access;
        this.admin = Admin.create(Map.copyOf(access.client("records-admin")));
        this.producer = producer(Map.of());
    }

    private KafkaProducer<String, String> producer(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(access.client("records"));
        // A partition that is a moment old may refuse a first batch and take the second, which is then out of order for
        // ever.
        properties.put("max.in.flight.requests.per.connection", "1");
        properties.putAll(more);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    void create(String topic, int partitions) {
        settled(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all());
    }

    boolean exists(String topic) {
        return settled(admin.listTopics().names()).contains(topic);
    }

    void produce(String topic, List<String> values) {
        send(
                producer,
                values.stream()
                        .map(value -> new ProducerRecord<>(topic, value, value))
                        .toList());
    }

    void produce(String topic, int partition, List<String> values) {
        send(producer, to(topic, partition, values));
    }

    /** One record that has a header beside its value, which may be null. */
    void produceWithHeader(String topic, int partition, String value, String header) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, partition, null, value);
        record.headers().add("header", header.getBytes(StandardCharsets.UTF_8));
        send(producer, List.of(record));
    }

    private static List<ProducerRecord<String, String>> to(String topic, int partition, List<String> values) {
        return values.stream()
                .map(value -> new ProducerRecord<String, String>(topic, partition, null, value))
                .toList();
    }

    /** Returns when every one is acknowledged. */
    private static void send(KafkaProducer<String, String> through, List<ProducerRecord<String, String>> all) {
        List<java.util.concurrent.Future<RecordMetadata>> sent =
                all.stream().map(through::send).toList();
        through.flush();
        for (java.util.concurrent.Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    void produceInTransaction(String topic, int partition, List<String> values, boolean commit) {
        try (KafkaProducer<String, String> transactional =
                producer(Map.of("transactional.id", UUID.randomUUID().toString()))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            send(transactional, to(topic, partition, values));
            if (commit) {
                transactional.commitTransaction();
            } else {
                transactional.abortTransaction();
            }
        }
    }

    Map<Partition, Long> ends(String topic) {
        int partitions = settled(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<Partition, Long> ends = new TreeMap<>();
        settled(admin.listOffsets(wanted).all())
                .forEach((key, end) -> ends.put(new Partition(key.topic(), key.partition()), end.offset()));
        return ends;
    }

    Map<Partition, Long> committed(String group) {
        Map<Partition, Long> committed = new TreeMap<>();
        settled(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((key, offset) -> committed.put(new Partition(key.topic(), key.partition()), offset.offset()));
        return committed;
    }

    /** Every record of a topic of one partition: its value under {@code value}, and its headers. */
    List<Map<String, String>> read(String topic) {
        Map<String, Object> properties = new HashMap<>(access.client("records-reader"));
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<Map<String, String>> read = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    Map<String, String> one = new HashMap<>();
                    one.put("value", record.value());
                    record.headers()
                            .forEach(header ->
                                    one.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                    read.add(one);
                }
            }
            return read;
        }
    }

    /** The part of {@link Topics} that a feed asks for, on Kafka's own admin client. */
    Topics topics() {
        return new Topics() {
            @Override
            public Future<Set<String>> names() {
                return Future.succeededFuture(settled(admin.listTopics().names()));
            }

            @Override
            public Future<Optional<Description>> describe(String topic) {
                return exists(topic)
                        ? Future.succeededFuture(Optional.of(described(topic)))
                        : Future.succeededFuture(Optional.empty());
            }

            private Description described(String topic) {
                var found = settled(admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic);
                return new Description(
                        found.topicId().toString(), found.partitions().size(), 1, Map.of());
            }

            @Override
            public Future<Void> create(String topic, int partitions, int factor, Map<String, String> config) {
                settled(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                        .all());
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> addPartitions(String topic, int total) {
                return Future.failedFuture(topic);
            }

            @Override
            public Future<Void> configure(String topic, Map<String, String> config) {
                return Future.failedFuture(topic);
            }

            @Override
            public Future<Void> delete(String topic) {
                return Future.failedFuture(topic);
            }
        };
    }

    private static <T> T settled(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
