package io.millrace.sinks.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.RecordHandler;
import io.millrace.testkit.sinks.SinkContract;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against the embedded store; each test has a bucket of its own. */
class S3SinkIT extends SinkContract {

    private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+),.*}");

    @TempDir
    private static Path dataDir;

    private static EmbeddedHost host;
    private static NodeStore store;
    private static Lister lister;
    private static int buckets;

    private String bucket;
    private TestContext context;

    @BeforeAll
    static void startStore() throws Exception {
        host = new EmbeddedHost(dataDir);
        store = host.store();
        lister = new Lister(store.endpoint(), EmbeddedHost.key(dataDir));
    }

    @AfterAll
    static void stopStore() throws Exception {
        lister.close();
        host.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        bucket = "bucket-" + ++buckets;
    }

    @Override
    protected RecordHandler start() {
        return start(Map.of());
    }

    private RecordHandler start(Map<String, String> more) {
        context = new TestContext(dataDir, "uid-1");
        return new S3Sink(store).open(EmbeddedHost.settings(config(more)), context);
    }

    private Map<String, String> config(Map<String, String> more) {
        Map<String, String> config =
                new HashMap<>(Map.of("s3.bucket.name", bucket, "flush.size", Integer.toString(FLUSH_SIZE)));
        config.putAll(more);
        return config;
    }

    @Override
    protected List<Long> written() {
        List<Long> ids = new ArrayList<>();
        lister.texts(bucket, "topics/")
                .forEach((key, text) -> text.lines().forEach(line -> {
                    Matcher id = ID.matcher(line);
                    assertThat(id.matches()).as("a whole record in " + key).isTrue();
                    ids.add(Long.valueOf(id.group(1)));
                }));
        return ids;
    }

    @Test
    void namesObjectsAsUsersExpect() {
        deliver(start(), records(25), 7);
        assertThat(lister.keys(bucket, "topics/"))
                .containsExactly(
                        "topics/quakes/partition=0/quakes+0+0000000000.json",
                        "topics/quakes/partition=0/quakes+0+0000000010.json",
                        "topics/quakes/partition=0/quakes+0+0000000020.json");
        assertThat(context.count("sink.files.written")).isEqualTo(3);
        assertThat(context.count("sink.records.written")).isEqualTo(25);
        assertThat(context.count("sink.bytes.written")).isEqualTo(25L * "{'id':100,'a':0}\n".length());
    }

    @Test
    void leavesNothingBehindButItsLastIntent() {
        deliver(start(), records(95), 10);
        assertThat(lister.uploads(bucket)).isEmpty();
        assertThat(lister.keys(bucket, "_millrace/"))
                .contains("_millrace/places/topics%2Fquakes", "_millrace/uid-1/topic-id/0/00000000000000000009")
                .noneMatch(key -> key.contains("/tmp/"))
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void abortsItsOwnOrphansAndNobodyElses() {
        TestPartition partition = records(25);
        new TestFeed(start(), partition).assign().deliver(5); // dies with an open object
        TestFeed sealed = new TestFeed(start(), partition).assign();
        sealed.deliver(5);
        String foreign = "topics/quakes/partition=0/quakes+0+0000000000.json";
        lister.client().createMultipartUpload(request -> request.bucket(bucket).key(foreign));

        deliver(start(), partition, 10);

        assertThat(lister.uploads(bucket)).containsExactly(foreign);
        assertThat(written()).hasSize(25);
    }

    @Test
    void uploadsLargeObjectsInParts() {
        byte[] value = new byte[1 << 20];
        Arrays.fill(value, (byte) 'x');
        value[0] = '"';
        value[value.length - 1] = '"';
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        for (int i = 0; i < 14; i++) {
            partition.append(value);
        }
        deliver(start(Map.of("s3.part.size", "5242880", "flush.size", "100")), partition, 1);
        String key = "topics/quakes/partition=0/quakes+0+0000000000.json";
        assertThat(lister.keys(bucket, "topics/")).containsExactly(key);
        assertThat(lister.client()
                        .headObject(request -> request.bucket(bucket).key(key))
                        .eTag())
                .as("of an object of three parts")
                .endsWith("-3\"");
        assertThat(lister.texts(bucket, "topics/").get(key).lines())
                .hasSize(14)
                .allMatch(line -> line.equals(new String(value, StandardCharsets.US_ASCII)));
    }

    @Test
    void forgetsWhereItWentOnButKeepsWhatIsWritten() {
        TestPartition partition = records(25);
        deliver(start(), partition, 10);
        new S3Sink(store).forget(EmbeddedHost.settings(config(Map.of())), context);
        partition.commit(20);
        TestFeed again = new TestFeed(start(), partition).assign();
        assertThat(again.position()).isEqualTo(20);
        assertThat(written()).hasSize(25);
    }

    private static void deliver(RecordHandler handler, TestPartition partition, int atATime) {
        TestFeed feed = new TestFeed(handler, partition).assign();
        feed.deliverAll(atATime);
        feed.revoke();
        assertThat(feed.trouble()).isNull();
    }

    private static TestPartition records(int count) {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        for (int i = 0; i < count; i++) {
            partition.append(("{\"id\":" + (100 + i) + ",\"a\":0}").getBytes(StandardCharsets.UTF_8));
        }
        return partition;
    }
}
