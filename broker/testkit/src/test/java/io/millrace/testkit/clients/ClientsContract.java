package io.millrace.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What any Kafka client may expect of the broker. */
abstract class ClientsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RECORDS = 300;

    private Admin admin;

    abstract String bootstrapServers();

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers(), "enable.metrics.push", "false"));
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void everyClientReadsWhatEveryClientWrote(String codec) throws Exception {
        List<OtherClient> clients = OtherClient.present().stream()
                .filter(client -> client.carries(codec))
                .toList();
        String topic = topic("round-trip-" + codec, 4, Map.of());
        List<String> all = new ArrayList<>();
        for (OtherClient client : clients) {
            List<String> lines = lines(client.name());
            write(client, topic, Map.of("compression.codec", codec), lines);
            all.addAll(lines);
        }

        for (OtherClient client : clients) {
            assertThat(read(client, topic, Map.of()))
                    .as("%s reads %s", client, codec)
                    .extracting(ReadRecord::line)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
        // Each client wrote as much, so that one of them that did not compress would be seen.
        long written = all.stream().mapToLong(String::length).sum();
        if (codec.equals("none")) {
            assertThat(size(topic)).isGreaterThan(written);
        } else {
            assertThat(size(topic)).isLessThan(written / 4);
        }
    }

    @Test
    void carriesRecordsOfEightMegabytes() throws Exception {
        String topic = topic("large", 1, Map.of("max.message.bytes", "10485760"));
        List<String> all = new ArrayList<>();
        for (OtherClient client : OtherClient.present()) {
            String line = client + "\t" + noise(client.name().hashCode(), 8 * 1024 * 1024);
            write(client, topic, Map.of(), List.of(line));
            all.add(line);
        }

        for (OtherClient client : OtherClient.present()) {
            List<String> read =
                    read(client, topic, Map.of()).stream().map(ReadRecord::line).toList();
            // Not by AssertJ, which would print 24 MB.
            assertThat(read.equals(all)).as("%s reads what was written", client).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesIdempotently(OtherClient client) throws Exception {
        client.require();
        String topic = topic("idempotent-" + client, 1, Map.of());
        List<String> lines = lines("idempotent");
        write(client, topic, Map.of("enable.idempotence", "true"), lines);

        assertThat(read(client, topic, Map.of())).extracting(ReadRecord::line).containsExactlyElementsOf(lines);
        // The broker keeps the state of idempotent producers only.
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ProducerState> producers = admin.describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers();
        assertThat(producers)
                .singleElement()
                .satisfies(producer -> assertThat(producer.lastSequence()).isEqualTo(RECORDS - 1));
    }

    @ParameterizedTest
    @EnumSource
    void showsCommittedTransactionsAndNoAbortedOnes(OtherClient client) throws Exception {
        client.require();
        String topic = topic("transactions-" + client, 1, Map.of());
        Map<String, String> transactional = Map.of("transactional.id", topic);
        List<String> first = lines("first");
        List<String> lost = lines("lost");
        List<String> second = lines("second");
        write(client, topic, transactional, first);
        try (ClientProcess producer = client.start(bootstrapServers(), "produce", topic, transactional)) {
            producer.write(lost);
            // After the first and its marker; kcat keeps the last line of all until it has read on.
            await().atMost(PATIENCE).until(() -> ends(topic).get(new TopicPartition(topic, 0)) > RECORDS + 1);
            assertThat(read(client, topic, Map.of("isolation.level", "read_committed")))
                    .as("while the transaction is open")
                    .extracting(ReadRecord::line)
                    .containsExactlyElementsOf(first);
            producer.terminate();
        }
        // kcat ends without a word while it waits for input: whoever takes its id next aborts what it left.
        TransactionState left = client == OtherClient.KCAT ? TransactionState.ONGOING : TransactionState.COMPLETE_ABORT;
        await().atMost(PATIENCE).until(() -> transaction(topic), left::equals);
        write(client, topic, transactional, second);

        assertThat(read(client, topic, Map.of("isolation.level", "read_committed")))
                .extracting(ReadRecord::line)
                .containsExactlyElementsOf(concat(first, second));
        assertThat(read(client, topic, Map.of("isolation.level", "read_uncommitted")))
                .extracting(ReadRecord::line)
                .startsWith(concat(first, lost.subList(0, 1)).toArray(String[]::new))
                .endsWith(second.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void sharesATopicAmongAGroupWithEveryRecordOnce(OtherClient client) throws Exception {
        client.require();
        String topic = topic("shared-" + client, 4, Map.of());
        List<String> alone = lines("alone");
        List<String> together = lines("together");
        List<String> taken = lines("taken");
        write(client, topic, Map.of(), alone);
        try (ClientProcess first = join(client, topic)) {
            await().atMost(PATIENCE).until(() -> first.lines().size() >= RECORDS);
            try (ClientProcess second = join(client, topic)) {
                awaitShares(topic, 2, 2);
                write(client, topic, Map.of(), together);
                await().atMost(PATIENCE).until(() -> seen(first, second).size() >= 2 * RECORDS);
                assertThat(second.lines()).isNotEmpty();
                first.terminate();
                awaitShares(topic, 4);
                write(client, topic, Map.of(), taken);
                await().atMost(PATIENCE).until(() -> seen(first, second).size() >= 3 * RECORDS);
                second.terminate();

                List<ReadRecord> seen = seen(first, second);
                assertThat(seen)
                        .extracting(ReadRecord::line)
                        .containsExactlyInAnyOrderElementsOf(concat(alone, together, taken));
                assertThat(seen)
                        .extracting(read -> read.partition() + "@" + read.offset())
                        .doesNotHaveDuplicates();
                assertThat(committed(topic)).isEqualTo(ends(topic));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KCAT") // which administers nothing
    void administersTopics(OtherClient client) throws Exception {
        client.require();
        String topic = "administered-" + client;
        run(client, "create", topic, Map.of("partitions", "2", "retention.ms", "86400000"));
        assertThat(describe(client, topic)).isEqualTo(new Described(2, "86400000"));
        run(client, "alter", topic, Map.of("retention.ms", "-1"));
        run(client, "extend", topic, Map.of("partitions", "5"));
        assertThat(describe(client, topic)).isEqualTo(new Described(5, "-1"));
        assertThat(ends(topic)).hasSize(5);
        run(client, "delete", topic, Map.of());
        await().atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
    }

    private record Described(int partitions, String retention) {}

    private Described describe(OtherClient client, String topic) {
        JsonObject described =
                new JsonObject(run(client, "describe", topic, Map.of()).get(0));
        return new Described(
                described.getInteger("partitions"),
                described.getJsonObject("config").getString("retention.ms"));
    }

    private String topic(String name, int partitions, Map<String, String> config) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        admin.createTopics(List.of(topic)).all().get();
        return name;
    }

    /** Lines of key, tab, value of about a kilobyte that any codec makes much smaller. */
    private static List<String> lines(String name) {
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> "k" + i + "\t" + (name + " " + i + " ").repeat(1000 / (name.length() + 5)))
                .toList();
    }

    /** Text that no codec makes much smaller. */
    private static String noise(int seed, int length) {
        return new Random(seed)
                .ints(length, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private List<String> run(OtherClient client, String verb, String topic, Map<String, String> options) {
        try (ClientProcess process = client.start(bootstrapServers(), verb, topic, options)) {
            return process.finish();
        }
    }

    private void write(OtherClient client, String topic, Map<String, String> options, List<String> lines) {
        try (ClientProcess producer = client.start(bootstrapServers(), "produce", topic, options)) {
            producer.write(lines);
            producer.finish();
        }
    }

    private List<ReadRecord> read(OtherClient client, String topic, Map<String, String> options) {
        return ReadRecord.of(run(client, "consume", topic, options));
    }

    private ClientProcess join(OtherClient client, String group) {
        Map<String, String> options =
                Map.of("group.id", group, "session.timeout.ms", "10000", "heartbeat.interval.ms", "500");
        return client.start(bootstrapServers(), "join", group, options);
    }

    /** Waits until the group rests with as many members, each with as many partitions. */
    private void awaitShares(String group, Integer... partitions) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            ConsumerGroupDescription description = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
            assertThat(description.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(description.members())
                    .extracting(member -> member.assignment().topicPartitions().size())
                    .containsExactlyInAnyOrder(partitions);
        });
    }

    private static List<ReadRecord> seen(ClientProcess first, ClientProcess second) {
        return ReadRecord.of(concat(first.lines(), second.lines()));
    }

    private Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private Map<TopicPartition, Long> committed(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    private TransactionState transaction(String id) throws ExecutionException, InterruptedException {
        return admin.describeTransactions(List.of(id)).description(id).get().state();
    }

    /** Bytes of the topic on the broker's disk. */
    private long size(String topic) throws ExecutionException, InterruptedException {
        List<Integer> brokers =
                admin.describeCluster().nodes().get().stream().map(Node::id).toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    @SafeVarargs
    private static <T> List<T> concat(List<T>... lists) {
        List<T> all = new ArrayList<>();
        for (List<T> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
