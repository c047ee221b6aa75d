package io.millrace.bench.broker;

import io.millrace.bench.Bench;
import io.millrace.bench.ChildProcess;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker as the benchmark sees it. Blocks; one thread. */
public final class BrokerProcess implements AutoCloseable {

    public static final int PARTITIONS = 4;

    private final ChildProcess process;
    private final String servers;
    private final String clusterId;
    private final Admin admin;

    private BrokerProcess(ChildProcess process, String servers, String clusterId) {
        this.process = process;
        this.servers = servers;
        this.clusterId = clusterId;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    /** Starts one with an empty folder, and makes sure that it is the one that answers. */
    public static BrokerProcess start(Bench bench) {
        ChildProcess process = ChildProcess.java(bench.log("broker"), BrokerMain.class, bench.folder("kafka"));
        String ready = process.await("ready ");
        int space = ready.indexOf(' ');
        BrokerProcess broker = new BrokerProcess(process, ready.substring(0, space), ready.substring(space + 1));
        String answering = broker.settled(broker.admin.describeCluster().clusterId());
        if (!answering.equals(broker.clusterId)) {
            broker.close();
            throw new IllegalStateException(broker.servers + " is another cluster: " + answering);
        }
        return broker;
    }

    public String servers() {
        return servers;
    }

    public String clusterId() {
        return clusterId;
    }

    /** A topic of {@link #PARTITIONS} partitions. */
    public void create(String topic) {
        settled(admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all());
    }

    /** Writes records of this size, evenly over the partitions, uncompressed. */
    public void fill(String topic, long records, int size) {
        byte[] value = new byte[size];
        new SplittableRandom(size).nextBytes(value);
        fill(topic, Stream.generate(() -> value).limit(records).iterator(), records);
    }

    /** Writes so many values, evenly over the partitions, uncompressed. */
    @SuppressWarnings("FutureReturnValueIgnored") // what fails is missing in the count
    public void fill(String topic, Iterator<byte[]> values, long records) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers, "batch.size", 128 << 10, "linger.ms", 50, "compression.type", "none");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; values.hasNext(); i++) {
                producer.send(new ProducerRecord<>(topic, (int) (i % PARTITIONS), null, values.next()));
            }
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        long written = settled(admin.listOffsets(ends).all()).values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        if (written != records) {
            throw new IllegalStateException(written + " records were written to " + topic + " and not " + records);
        }
    }

    /** Records that the group has committed of a topic whose every offset is a record. */
    public long committed(String group) {
        return settled(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** Fails unless the group has committed so many. */
    public void requireCommitted(String group, long records) {
        long committed = committed(group);
        if (committed != records) {
            throw new IllegalStateException(group + " committed " + committed + " records and not " + records);
        }
    }

    private <T> T settled(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
