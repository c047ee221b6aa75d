package io.millrace.node.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.connectors.ConnectSettings.Tolerance;
import io.millrace.node.feed.Feeds;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SourceConnectorIT {

    @TempDir
    private static Path directory;

    private static Broker broker;
    private static Vertx vertx;

    private final Numbers numbers = new Numbers();
    private final List<Running> started = new ArrayList<>();
    private ConnectorKind kind;
    private String topic;

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new Broker(directory);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        broker.close();
        Awaitility.reset();
    }

    @BeforeEach
    void makeTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.createNow(topic, Map.of());
        kind = new ConnectorKind(List.of(numbers), broker.access(), directory, 1 << 28);
    }

    @AfterEach
    void stopAll() throws Exception {
        for (Running each : List.copyOf(started)) {
            stop(each);
        }
    }

    @Test
    void writesEverythingOnceAndIsCompleted() throws Exception {
        Running running = start(host(1000, null));

        awaitState(running, State.COMPLETED);

        assertThat(broker.values(topic)).isEqualTo(numbers(1000));
        JsonObject details = running.status().details();
        assertThat(details.getLong("records")).isEqualTo(1000);
        assertThat(details.getLong("bytes")).isEqualTo(2 * 2890);
        assertThat(details.getJsonObject("progress").getInteger("read")).isEqualTo(1000);
        JsonArray offsets = running.operate("offsets", new Operation.Request(Buffer.buffer(), Map.of()))
                .await(5, TimeUnit.SECONDS)
                .body()
                .getJsonArray("offsets");
        assertThat(offsets.getJsonObject(0).getJsonObject("offset")).isEqualTo(new JsonObject().put("next", 1000));
        await().until(() -> numbers.stopped.get() == 1);
    }

    @Test
    void goesOnAfterAStopWithoutGapOrRepeat() throws Exception {
        numbers.allowed = 350;
        Running first = start(host(1000, null));
        await().until(() -> committed(first) == 350);
        stop(first);
        assertThat(first.status().state()).isEqualTo(State.STOPPED);

        numbers.allowed = Integer.MAX_VALUE;
        Running second = start(host(1000, null));
        awaitState(second, State.COMPLETED);
        assertThat(second.status().details().getLong("records")).isEqualTo(650);
        stop(second);

        Running third = start(host(1000, null));
        awaitState(third, State.COMPLETED);
        assertThat(broker.values(topic)).isEqualTo(numbers(1000));
    }

    @Test
    void writesNothingWhilePaused() throws Exception {
        numbers.allowed = 300;
        Running running = start(host(1000, null));
        await().until(() -> committed(running) == 300);

        running.pause().await(5, TimeUnit.SECONDS);
        numbers.allowed = 500;
        assertThat(running.status().state()).isEqualTo(State.PAUSED);
        await().during(Duration.ofMillis(300)).until(() -> committed(running) == 300);

        numbers.allowed = Integer.MAX_VALUE;
        running.resume().await(5, TimeUnit.SECONDS);
        awaitState(running, State.COMPLETED);
        assertThat(broker.values(topic)).isEqualTo(numbers(1000));
    }

    @Test
    void abortsWhatADeadOwnerLeftOpen() throws Exception {
        numbers.allowed = 200;
        Running first = start(host(400, null));
        await().until(() -> committed(first) == 200);
        stop(first);
        try (KafkaProducer<byte[], byte[]> dead = broker.owner(transactionalId())) {
            dead.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 200; number < 300; number++) {
                sent.add(dead.send(
                        new ProducerRecord<>(topic, Integer.toString(number).getBytes(UTF_8))));
            }
            dead.flush();
            assertThat(sent).allMatch(Future::isDone);

            numbers.allowed = Integer.MAX_VALUE;
            Running second = start(host(400, null));
            awaitState(second, State.COMPLETED);

            assertThat(broker.values(topic)).isEqualTo(numbers(400));
            assertThatThrownBy(dead::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
    }

    @Test
    void writesEachLineOnceHoweverOftenItIsCutOff() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Running running = start(host(60_000, null));
        int cuts = 0;
        while (cuts < 6 && running.status().state() != State.COMPLETED) {
            long before = committed(running);
            broker.owner(transactionalId()).close();
            cuts++;
            long more = before + random.nextInt(3000);
            await().until(() -> committed(running) > more || running.status().state() == State.COMPLETED);
        }

        awaitState(running, State.COMPLETED);
        assertThat(broker.values(topic)).as("seed %d", seed).isEqualTo(numbers(60_000));
        assertThat(running.status().details().getLong("retries")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void lateOwnersStopAndTheLinesStayExact() throws Exception {
        List<Running> owners = new ArrayList<>();
        for (int taken = 1; taken <= 3; taken++) {
            numbers.allowed = 1000 * taken;
            Running owner = start(host(3000, null));
            owners.add(owner);
            int until = numbers.allowed - 500;
            await().until(() -> owners.stream().anyMatch(each -> committed(each) >= until));
        }

        await().untilAsserted(() -> assertThat(owners)
                .extracting(owner -> owner.status().state())
                .containsOnly(State.COMPLETED, State.FAILED));
        assertThat(broker.values(topic)).isEqualTo(numbers(3000));
        assertThat(owners)
                .filteredOn(owner -> owner.status().state() == State.FAILED)
                .allSatisfy(late -> assertThat(late.status().problems())
                        .extracting(Problem::code)
                        .containsExactly("taken-over"));
    }

    @Test
    void deadLettersWhatIsRejectedInTheSameTransaction() throws Exception {
        numbers.records = number -> number % 100 == 7 ? null : Numbers.record(topic, number);
        Running running = start(host(1000, null));

        awaitState(running, State.COMPLETED);

        assertThat(broker.values(topic)).hasSize(990);
        List<ConsumerRecord<String, String>> letters = broker.committed(topic + "-dead-letters");
        assertThat(letters).hasSize(10);
        assertThat(letters.get(3).value()).isEqualTo("bad 307");
        assertThat(header(letters.get(3), "input")).isEqualTo("numbers:307");
        assertThat(header(letters.get(3), "exception.message")).isEqualTo("It is bad.");
        assertThat(header(letters.get(3), "connector.name")).isEqualTo(topic);
        assertThat(running.status().details().getLong("deadLetters")).isEqualTo(10);
    }

    @Test
    void deadLettersWhatTheTopicRefusesWithoutLosingTheRest() throws Exception {
        byte[] noise = new byte[2_000_000];
        new Random(1).nextBytes(noise);
        long future = Instant.now().plus(Duration.ofDays(400)).toEpochMilli();
        numbers.records = number -> switch (number) {
            case 150, 152, 777 -> new ProducedRecord(topic, null, null, null, noise, List.of());
            case 500 -> new ProducedRecord(topic, null, future, null, new byte[] {1}, List.of());
            default -> Numbers.record(topic, number);
        };
        Running running = start(host(1000, null));

        awaitState(running, State.COMPLETED);

        List<String> expected = new ArrayList<>(numbers(1000));
        expected.removeAll(List.of("150", "152", "500", "777"));
        assertThat(broker.values(topic)).isEqualTo(expected);
        List<ConsumerRecord<String, String>> letters = broker.committed(topic + "-dead-letters");
        assertThat(letters)
                .extracting(letter -> header(letter, "exception.message"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("takes no record of 2000000 bytes"),
                        second -> assertThat(second).contains("takes no record of 2000000 bytes"),
                        third -> assertThat(third).contains("Timestamp"),
                        fourth -> assertThat(fourth).contains("takes no record of 2000000 bytes"));
        assertThat(header(letters.get(0), "input.bytes")).isEqualTo("2000000");
    }

    @Test
    void tellsOfWhatTheTopicWillNotKeep() throws Exception {
        broker.createNow(topic + "-ever", Map.of("retention.ms", "-1"));
        broker.createNow(topic + "-compacted", Map.of("cleanup.policy", "compact"));
        broker.createNow(topic + "-arrival", Map.of("message.timestamp.type", "LogAppendTime"));
        long old = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
        for (String kept : List.of("-ever", "-compacted", "-arrival", "")) {
            numbers.records =
                    number -> new ProducedRecord(topic + kept, null, old, new byte[] {1}, new byte[] {2}, List.of());
            Host host = host(topic + kept, 100, null);
            Running running = start(host);
            awaitState(running, State.COMPLETED);

            assertThat(running.status().problems())
                    .extracting(Problem::code)
                    .isEqualTo(kept.isEmpty() ? List.of("older-than-retention") : List.of());
            stop(running);
            kind.remove(host).await(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void stopsOrSkipsAsSet() throws Exception {
        numbers.records = number -> number == 450 ? null : Numbers.record(topic, number);
        Running strict = start(host(1000, Tolerance.NONE));
        awaitState(strict, State.FAILED);
        assertThat(strict.status().problems()).extracting(Problem::what).containsExactly("numbers:450: It is bad.");
        assertThat(broker.values(topic)).isEqualTo(numbers(400));
        stop(strict);

        Running lenient = start(host(1000, Tolerance.ALL));
        awaitState(lenient, State.COMPLETED);
        assertThat(broker.values(topic)).hasSize(999);
        assertThat(lenient.status().details().getLong("deadLetters")).isEqualTo(1);
        assertThat(broker.names().await()).doesNotContain(topic + "-dead-letters");
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        numbers.failure = DeliveryException.unavailable("The tape is being changed.", null);
        Running running = start(host(1000, null));
        awaitState(running, State.RETRYING);
        assertThat(running.status().problems()).extracting(Problem::what).containsExactly("The tape is being changed.");

        numbers.failure = null;
        awaitState(running, State.COMPLETED);
        assertThat(running.status().problems()).isEmpty();
        assertThat(broker.values(topic)).isEqualTo(numbers(1000));
    }

    @Test
    void waitsForItsTopic() throws Exception {
        broker.delete(topic).await();
        Running running = start(host(1000, null));
        assertThat(running.status().state()).isEqualTo(State.RETRYING);
        assertThat(running.status().problems()).extracting(Problem::code).containsExactly("unknown-topic");

        broker.createNow(topic, Map.of());
        awaitState(running, State.COMPLETED);
        assertThat(broker.values(topic)).isEqualTo(numbers(1000));
    }

    @Test
    void stopsAtWhatWillNotPass() {
        numbers.startFailure = new ProblemException(Problem.user("no-tape", "There is no tape.", null, "Insert one."));
        assertThatThrownBy(() -> start(host(1000, null))).hasMessageContaining("There is no tape.");
        assertThat(numbers.stopped).hasValue(1);

        numbers.startFailure = null;
        numbers.failure = new IllegalStateException("a defect");
        Running running = start(host(1000, null));
        awaitState(running, State.FAILED);
        assertThat(running.status().problems()).extracting(Problem::code).containsExactly("source-failed");
    }

    @Test
    void forgetsThePositionWhenItIsRemoved() throws Exception {
        Host host = host(100, null);
        Running running = start(host);
        awaitState(running, State.COMPLETED);
        stop(running);

        kind.remove(host).await(30, TimeUnit.SECONDS);

        Running again = start(host);
        awaitState(again, State.COMPLETED);
        assertThat(broker.values(topic)).hasSize(200);
        ConfigResource positions = new ConfigResource(ConfigResource.Type.TOPIC, "__millrace.test.positions");
        assertThat(Broker.settled(broker.admin()
                                .describeConfigs(List.of(positions))
                                .all())
                        .get(positions)
                        .get("cleanup.policy")
                        .value())
                .isEqualTo("compact");
    }

    private Host host(int last, Tolerance tolerance) {
        return host(topic, last, tolerance);
    }

    private Host host(String target, int last, Tolerance tolerance) {
        ConnectSettings common = new ConnectSettings(
                null, "Numbers", 1, List.of(), null, tolerance, null, true, null, 30_000, Map.of(), Map.of());
        ConnectorSettings settings = new ConnectorSettings(common, numbers, new Numbers.Settings(target, last, 100));
        return new Host(vertx, broker, topic, settings, null);
    }

    private Running start(Host host) {
        Running running = kind.start(host).await();
        started.add(running);
        return running;
    }

    private void stop(Running running) throws Exception {
        running.stop().await(30, TimeUnit.SECONDS);
        started.remove(running);
    }

    private static void awaitState(Running running, State state) {
        await().until(() -> running.status().state(), state::equals);
    }

    private String transactionalId() {
        return Feeds.group("test", "Connector", topic);
    }

    private static long committed(Running running) {
        JsonObject position = running.status().details().getJsonObject("committed");
        return position == null ? 0 : position.getInteger("next");
    }

    private static List<String> numbers(int end) {
        return IntStream.range(0, end).mapToObj(Integer::toString).toList();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(
                record.headers().lastHeader("__connect.errors." + name).value(), UTF_8);
    }
}
