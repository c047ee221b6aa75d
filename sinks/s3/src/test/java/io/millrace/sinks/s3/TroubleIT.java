package io.millrace.sinks.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.store.S3Settings;
import io.millrace.testkit.faults.FaultyProxy;
import io.millrace.testkit.node.PluginHost;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store refuses, is silent, is gone; or does not know us. */
class TroubleIT {

    private static final int RECORDS = 300;
    private static final Duration TROUBLE = Duration.ofSeconds(3);

    @TempDir
    private static Path dataDir;

    private static EmbeddedHost host;
    private static PluginHost other;
    private static NodeStore embedded;
    private static NodeStore external;
    private static String[] key;
    private static Lister lister;
    private static FaultyProxy proxy;

    @BeforeAll
    static void startStore() throws Exception {
        host = new EmbeddedHost(dataDir);
        other = new PluginHost(
                dataDir.resolve("other"),
                new S3Settings(S3Settings.Mode.EXTERNAL, 0, null, "us-west-2", "default", null, null),
                S3Plugin.class);
        embedded = host.store();
        external = new NodeStore();
        external.start(other);
        key = EmbeddedHost.key(dataDir);
        lister = new Lister(embedded.endpoint(), key);
        proxy = new FaultyProxy(URI.create(embedded.endpoint()).getPort());
        await().ignoreExceptions().until(() -> lister.client().listBuckets().hasBuckets());
    }

    @AfterAll
    static void stopStore() throws Exception {
        proxy.close();
        lister.close();
        other.close();
        host.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "RESET", "HANG", "REFUSE"})
    void goesOnWhenTheStoreIsWellAgain(FaultyProxy.Mood mood) throws Exception {
        String bucket = "store-" + mood.name().toLowerCase(Locale.ROOT);
        lister.client().createBucket(request -> request.bucket(bucket));
        proxy.become(FaultyProxy.Mood.PASS);
        TestPartition partition = records();
        RecordHandler handler = handler(external, config(bucket, "http://127.0.0.1:" + proxy.port()));
        TestFeed feed = new TestFeed(handler, partition).assign();
        feed.deliver(120);
        assertThat(feed.trouble()).isNull();

        proxy.become(mood);
        Instant until = Instant.now().plus(mood == FaultyProxy.Mood.HANG ? TROUBLE.multipliedBy(4) : TROUBLE);
        Thread mender = new Thread(() -> {
            await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(until));
            try {
                proxy.become(FaultyProxy.Mood.PASS);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        mender.start();
        while (feed.position() < RECORDS) {
            retrying(() -> feed.deliver(60));
        }
        mender.join();
        retrying(feed::revoke);

        new TestFeed(handler(external, config(bucket, "http://127.0.0.1:" + proxy.port())), partition)
                .assign()
                .deliverAll(RECORDS);
        assertThat(ids(bucket)).containsExactlyElementsOf(expected());
    }

    @Test
    void goesOnWhenTheEmbeddedStoreIsKilled() throws Exception {
        String bucket = "killed";
        TestPartition partition = records();
        TestFeed feed = new TestFeed(handler(embedded, config(bucket, null)), partition).assign();
        feed.deliver(120);

        while (feed.position() < RECORDS) {
            if (feed.trouble() == null) {
                killStore(); // again when it was back before anybody missed it: each time that takes longer
            }
            retrying(() -> feed.deliver(20));
        }
        retrying(feed::revoke);

        assertThat(feed.trouble()).hasMessageContaining("The embedded object store cannot be used now");
        assertThat(ids(bucket)).containsExactlyElementsOf(expected());
        assertThat(embedded.status().state()).isEqualTo("running");
    }

    private static void killStore() throws IOException {
        Path pid = dataDir.resolve("children/s3proxy/pid");
        await().until(() -> Files.exists(pid));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void tellsWrongCredentials() {
        Map<String, String> config = config("some-bucket", embedded.endpoint());
        config.put("aws.secret.access.key", "wrong");
        assertThat(problem(config).toString())
                .startsWith("aws.access.key.id: Wrong credentials for the object store at http://127.0.0.1:")
                .contains("SignatureDoesNotMatch")
                .endsWith("Correct aws.access.key.id and aws.secret.access.key, or the node's s3 settings.");
    }

    @Test
    void tellsAnUnknownAccessKey() {
        Map<String, String> config = config("some-bucket", embedded.endpoint());
        config.put("aws.access.key.id", "unknown");
        assertThat(problem(config).code()).isEqualTo("wrong-credentials");
    }

    /** The embedded store makes buckets by itself; this one answers as Amazon's does. */
    @Test
    void tellsABucketThatIsNotThere() throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", TroubleIT::noSuchBucket);
        store.start();
        try {
            String endpoint = "http://127.0.0.1:" + store.getAddress().getPort();
            assertThat(problem(config("no-such-bucket", endpoint)).toString())
                    .startsWith("s3.bucket.name: There is no bucket no-such-bucket at the object store at http://")
                    .contains("Make it, or correct s3.bucket.name");
        } finally {
            store.stop(0);
        }
    }

    private static void noSuchBucket(HttpExchange exchange) throws IOException {
        byte[] body = "<Error><Code>NoSuchBucket</Code></Error>".getBytes(StandardCharsets.US_ASCII);
        boolean asksForTheBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(404, asksForTheBody ? body.length : -1);
        if (asksForTheBody) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void tellsAHostThatIsNotThere() {
        assertThat(problem(config("some-bucket", "http://no-such-host.invalid:9000"))
                        .code())
                .isEqualTo("unknown-host");
    }

    @Test
    void refusesNoDefinitionBecauseTheStoreIsAway() throws Exception {
        proxy.become(FaultyProxy.Mood.REFUSE);
        S3Sink sink = new S3Sink(external);
        assertThat(sink.validate(EmbeddedHost.settings(config("some-bucket", "http://127.0.0.1:" + proxy.port()))))
                .isEmpty();
    }

    private static Problem problem(Map<String, String> config) {
        List<Problem> problems = new S3Sink(external).validate(EmbeddedHost.settings(config));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static void retrying(Runnable step) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            step.run();
            return true;
        });
    }

    private static Map<String, String> config(String bucket, String endpoint) {
        Map<String, String> config = new HashMap<>();
        config.put("s3.bucket.name", bucket);
        config.put("flush.size", "50");
        config.put("s3.part.retries", "1");
        if (endpoint != null) {
            config.put("store.url", endpoint);
            config.put("aws.access.key.id", key[0]);
            config.put("aws.secret.access.key", key[1]);
        }
        return config;
    }

    private static RecordHandler handler(NodeStore store, Map<String, String> config) {
        return new S3Sink(store).open(EmbeddedHost.settings(config), new TestContext(dataDir, "uid"));
    }

    private static List<Integer> ids(String bucket) {
        return lister.texts(bucket, "topics/").values().stream()
                .flatMap(String::lines)
                .map(line -> Integer.valueOf(line.replaceAll("\\D*(\\d+)}", "$1")))
                .sorted()
                .toList();
    }

    private static List<Integer> expected() {
        return IntStream.range(0, RECORDS).boxed().toList();
    }

    private static TestPartition records() {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        for (int i = 0; i < RECORDS; i++) {
            partition.append(("{\"id\":" + i + "}").getBytes(StandardCharsets.UTF_8));
        }
        return partition;
    }
}
