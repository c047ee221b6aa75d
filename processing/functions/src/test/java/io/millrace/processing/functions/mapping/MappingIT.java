package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.node.kafka.KafkaAccess;
import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.testkit.node.TestNode;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mappings on a node of their own that reads the real broker of another one. */
class MappingIT {

    @TempDir
    static Path brokerDirectory;

    private static TestNode broker;
    private static Admin admin;
    private static Vertx vertx;

    @TempDir
    Path directory;

    private String topic;
    private TestNode node;

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        broker = TestNode.start(brokerDirectory);
        admin = Admin.create(Map.copyOf(broker.kafka().client("mapping-test")));
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        admin.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        broker.close();
        Awaitility.reset();
    }

    @BeforeEach
    void makeTopic(TestInfo test) {
        topic = "t" + Integer.toHexString(test.getDisplayName().hashCode());
        settled(admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all());
    }

    @AfterEach
    void stopNode() {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    @Test
    void nothingIsLostOrCommittedUnprocessedThoughPartitionsMoveInTheMiddleOfInvocations() {
        Map<String, Set<Long>> processed = new ConcurrentHashMap<>();
        FakeFunction function = new FakeFunction(items -> vertx.timer(40, TimeUnit.MILLISECONDS)
                .compose(waited -> FakeFunction.answered("null"))
                .onSuccess(done -> items.forEach(item -> processed
                        .computeIfAbsent(item.partition(), partition -> ConcurrentHashMap.newKeySet())
                        .add(item.offset()))));
        produce(IntStream.range(0, 400).mapToObj(i -> "v" + i).toList());
        start(function, "batchSize: 5");
        await().until(() -> function.calls.size() > 5);
        for (int round = 0; round < 3; round++) {
            takeSomePartitionsAndLeave();
            assertNothingIsCommittedUnprocessed(processed);
        }
        await().untilAsserted(() -> {
            assertNothingIsCommittedUnprocessed(processed);
            assertThat(committed()).isEqualTo(ends());
        });
        assertThat(processed.values().stream().mapToInt(Set::size).sum()).isEqualTo(400);
    }

    @Test
    void aLongInvocationKeepsItsPartitionsAndHoldsUpNoOthers() {
        Promise<Invocation> late = Promise.promise();
        FakeFunction function = new FakeFunction(
                items -> items.get(0).value().equals("long") ? late.future() : FakeFunction.answered("null"));
        produce(0, List.of("long"));
        start(function, "batchSize: 1");
        await().until(() -> function.calls.contains(List.of("long")));
        long begun = System.nanoTime();
        int sent = 0;
        while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(9)) { // max.poll.interval.ms is 3,000
            String value = "v" + sent++;
            produce(1, List.of(value));
            await().until(() -> function.calls.contains(List.of(value)));
        }
        assertThat(committed().getOrDefault(0, 0L)).isZero();
        late.complete(FakeFunction.answered("null").result());
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
        assertThat(function.calls).hasSize(1 + sent);
    }

    @Test
    void stoppingWaitsForTheInvocationAndCommitsIt() {
        FakeFunction function = new FakeFunction(
                items -> vertx.timer(2, TimeUnit.SECONDS).compose(waited -> FakeFunction.answered("null")));
        produce(0, List.of("a"));
        start(function, "");
        await().until(() -> function.atATime.get() == 1);
        stopNode();
        assertThat(committed().get(0)).isEqualTo(1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throws  | bisectBatchOnFunctionError: true                  | bad
            reports | functionResponseTypes: [ReportBatchItemFailures]  | bad
            throws  | batchSize: 1                                      | bad
            throws  | bisectBatchOnFunctionError: false                 | a, b, bad, d, e
            """)
    void whatFailsForGoodReachesTheDestination(String how, String settings, String failed) {
        FakeFunction function = how.equals("throws") ? FakeFunction.throwingAtBad() : FakeFunction.reportingBad();
        produce(0, List.of("a", "b", "bad", "d", "e"));
        start(function, settings + """

                maximumRetryAttempts: 2
                destinationConfig: {onFailure: {destination: "kafka://%s-failed"}}
                """.formatted(topic));
        await().untilAsserted(() -> assertThat(committed().get(0)).isEqualTo(5L));
        List<JsonObject> letters = read(topic + "-failed");
        assertThat(letters.stream().map(MappingIT::value).toList().toString()).isEqualTo("[" + failed + "]");
        assertThat(letters.get(0).getJsonObject("requestContext").getString("condition"))
                .isEqualTo("RetriesExhausted");
        assertThat(letters.get(0).getJsonObject("requestContext").getInteger("approximateInvokeCount"))
                .isEqualTo(3);
        JsonObject status = details();
        assertThat(status.getLong("givenUp")).isEqualTo(letters.size());
        assertThat(status.getLong("records")).isLessThanOrEqualTo(5 - letters.size());
    }

    @Test
    void aBatchThatFailsForGoodBecomesAnObject() {
        MappedKind kind = new MappedKind(FakeFunction.throwingAtBad());
        produce(0, List.of("a", "bad"));
        start(kind, """
                maximumRetryAttempts: 0
                destinationConfig: {onFailure: {destination: "arn:aws:s3:::failed"}}
                """);
        await().untilAsserted(() -> assertThat(committed().get(0)).isEqualTo(2L));
        assertThat(kind.objects.kept).hasSize(1);
        kind.objects.kept.forEach((uri, object) -> {
            assertThat(uri.toString())
                    .matches("s3://failed/aws/lambda/[0-9a-f-]{36}/" + topic
                            + "-0/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}");
            JsonObject event = new JsonObject(object.toJsonObject().getString("payload"));
            assertThat(event.getString("eventSource")).isEqualTo("SelfManagedKafka");
            assertThat(event.getJsonObject("records").getJsonArray(topic + "-0"))
                    .hasSize(2);
        });
    }

    @Test
    void offsetsAdvancePastFilteredRecordsAndTransactionMarkers() {
        FakeFunction function = FakeFunction.answering("null");
        produceInTransaction(0, List.of("{\"mag\":1}", "{\"mag\":5}", "{\"mag\":2}", "text"));
        produceInTransaction(0, List.of("{\"mag\":3}"));
        start(
                function,
                "filterCriteria: {filters: [{pattern: '{\"value\": {\"mag\": [{\"numeric\": [\">=\", 4.5]}]}}'}]}");
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
        assertThat(function.calls).containsExactly(List.of("{\"mag\":5}"));
        JsonObject status = details();
        assertThat(status.getLong("filtered")).isEqualTo(4);
        assertThat(status.getLong("records")).isEqualTo(1);
        assertThat(status.getString("lastProcessingResult")).isEqualTo("OK");
        assertThat(status.getString("state")).isEqualTo("Enabled");
    }

    @Test
    void waitsForABatchToFillUpAndCallsOncePerBatch() {
        FakeFunction function = FakeFunction.answering("null");
        produce(IntStream.range(0, 40).mapToObj(i -> "v" + i).toList());
        start(function, "batchSize: 40\nmaximumBatchingWindowInSeconds: 20");
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
        assertThat(function.calls).hasSize(1);
        assertThat(function.calls.element()).hasSize(40);
    }

    @Test
    void eachOfTwoMappingsOfATopicGetsEveryRecordAndPausesWithTheFunction() {
        String failed = topic + "-failed";
        FakeFunction function = FakeFunction.answering("null");
        String destination = "destinationConfig: {onFailure: {destination: \"kafka://" + failed + "\"}}";
        produce(0, List.of("a"));
        start(function, destination + "\n- topics: [" + topic + "]\n" + destination);
        await().untilAsserted(() -> assertThat(function.calls).containsExactly(List.of("a"), List.of("a")));
        assertThat(settled(admin.listTopics().names())).contains(failed);
        assertThat(node.post("/v1/deployments/Mapped/f/pause", new JsonObject()).statusCode())
                .isEqualTo(200);
        produce(0, List.of("b"));
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(function.calls).hasSize(2));
        node.post("/v1/deployments/Mapped/f/resume", new JsonObject());
        await().untilAsserted(() -> assertThat(function.calls).hasSize(4));
        assertThat(node.post("/v1/deployments/Mapped/f/rewind", new JsonObject().put("to", "earliest"))
                        .statusCode())
                .isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(function.calls.stream().mapToInt(List::size).sum()).isEqualTo(8));
    }

    @Test
    void whatTheFunctionReturnsIsWrittenToTheOutput() {
        FakeFunction function = FakeFunction.answering("[{\"key\":\"k\",\"value\":{\"n\":1}},{\"n\":2}]");
        produce(0, List.of("a"));
        start(new MappedKind(function), "batchSize: 1", "output: " + topic + "-out");
        await().untilAsserted(() -> assertThat(committed().get(0)).isEqualTo(1L));
        assertThat(read(topic + "-out")).containsExactly(new JsonObject().put("n", 1), new JsonObject().put("n", 2));
    }

    @Test
    void aDeletedFunctionLeavesNoGroupBehind() {
        produce(0, List.of("a"));
        start(FakeFunction.answering("null"), "");
        await().untilAsserted(() -> assertThat(committed().get(0)).isEqualTo(1L));
        node.delete("/v1/deployments/Mapped/f");
        await().untilAsserted(() -> assertThat(committed()).isEmpty());
    }

    // ---- nodes

    private void start(FakeFunction function, String settings) {
        start(new MappedKind(function), settings);
    }

    private void start(MappedKind kind, String settings) {
        start(kind, settings, "");
    }

    /** A node of an installation of the test's own, on the broker. */
    private void start(MappedKind kind, String settings, String more) {
        node = TestNode.start(
                directory,
                Map.of(
                        "kafka.mode",
                        "external",
                        "kafka.bootstrapServers",
                        broker.kafka().publicBootstrapServers(),
                        "kafka.client.max.poll.interval.ms",
                        "3000",
                        "node.cluster",
                        topic),
                kind);
        String events = ("topics: [" + topic + "]\n" + settings).indent(2).replace("\n  - ", "\n- ");
        String definition = "kind: Mapped\nname: f\n" + more + "\nevents:\n- " + events.stripLeading();
        assertThat(node.apply(definition).body()).doesNotContain("problems");
    }

    private JsonObject details() {
        JsonArray nodes = node.deployment("Mapped", "f").getJsonArray("status");
        return nodes.getJsonObject(0).getJsonObject("details");
    }

    // ---- the broker, by Kafka's own clients

    private String group() {
        return "millrace." + topic + ".mapped.f." + topic;
    }

    private void takeSomePartitionsAndLeave() {
        Map<String, Object> properties = new HashMap<>(broker.kafka().client("intruder"));
        properties.put("group.id", group());
        properties.put("enable.auto.commit", "false");
        properties.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        try (var intruder = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            intruder.subscribe(List.of(topic));
            await().until(() -> {
                intruder.poll(Duration.ofMillis(100));
                return !intruder.assignment().isEmpty();
            });
        }
    }

    private void assertNothingIsCommittedUnprocessed(Map<String, Set<Long>> processed) {
        committed().forEach((partition, offset) -> {
            Set<Long> done = processed.getOrDefault(topic + "-" + partition, Set.of());
            assertThat(IntStream.range(0, offset.intValue()).mapToObj(i -> (long) i))
                    .as("processed of partition %d, committed at %d", partition, offset)
                    .allMatch(done::contains);
        });
    }

    private Map<Integer, Long> committed() {
        Map<Integer, Long> committed = new TreeMap<>();
        settled(admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        return committed;
    }

    /** Of partitions that hold something. */
    private Map<Integer, Long> ends() {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        IntStream.range(0, 4).forEach(number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        settled(admin.listOffsets(wanted).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        ends.values().removeIf(end -> end == 0);
        return ends;
    }

    private void produce(List<String> values) {
        send(
                Map.of(),
                values.stream()
                        .map(value -> new ProducerRecord<>(topic, value, value))
                        .toList());
    }

    private void produce(int partition, List<String> values) {
        send(Map.of(), records(partition, values));
    }

    private void produceInTransaction(int partition, List<String> values) {
        send(Map.of("transactional.id", topic), records(partition, values));
    }

    private List<ProducerRecord<String, String>> records(int partition, List<String> values) {
        return values.stream()
                .map(value -> new ProducerRecord<>(topic, partition, "k", value))
                .toList();
    }

    private static void send(Map<String, String> more, List<ProducerRecord<String, String>> records) {
        Map<String, Object> properties = new HashMap<>(broker.kafka().client("producer"));
        // A partition that is a moment old may refuse a first batch and take the second, which is then out of order for
        // ever.
        properties.put("max.in.flight.requests.per.connection", "1");
        properties.putAll(more);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            if (!more.isEmpty()) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            for (ProducerRecord<String, String> record : records) {
                var sent = producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                });
                assertThat(sent).isNotNull();
            }
            if (more.isEmpty()) {
                producer.flush();
            } else {
                producer.commitTransaction();
            }
        }
        assertThat(failures).isEmpty();
    }

    private static List<JsonObject> read(String from) {
        KafkaAccess access = broker.kafka();
        Map<String, Object> properties = new HashMap<>(access.client("reader"));
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(from, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<JsonObject> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(new JsonObject(record.value())));
            }
            return values;
        }
    }

    /** Of the record that a message of the destination is about. */
    private static String value(JsonObject letter) {
        JsonArray records = (JsonArray) letter.getJsonObject("payload")
                .getJsonObject("records")
                .iterator()
                .next()
                .getValue();
        String value = records.getJsonObject(0).getString("value");
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }

    private static <T> T settled(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
