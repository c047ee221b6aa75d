package io.millrace.sinks.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.Area;
import io.millrace.sinks.writer.Intent;
import io.millrace.sinks.writer.SinkWriter;
import io.millrace.sinks.writer.Storage;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** The process dies at a step of the protocol; another one goes on. */
class RecoveryIT {

    private static final int RECORDS = 40;
    private static final int FILES = 4;

    @TempDir
    private static Path dataDir;

    private static EmbeddedHost host;
    private static NodeStore store;
    private static Lister lister;

    /** Where the process dies. */
    enum Death {
        UPLOADED_WITHOUT_INTENT,
        INTENT_WRITTEN,
        SOME_COMPLETED,
        ALL_COMPLETED,
        MARKED
    }

    /** Nothing of the process runs any more, not even what handles failures. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

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

    @ParameterizedTest
    @EnumSource
    void writesEveryRecordOnceWhereverItDies(Death death) {
        String bucket = "dies-" + death.name().toLowerCase(Locale.ROOT).replace('_', '-');
        TestPartition partition = records();
        TestFeed dying = new TestFeed(writer(bucket, dying(storage(bucket), death)), partition).assign();
        assertThatThrownBy(() -> dying.deliver(RECORDS)).isInstanceOf(Killed.class);
        assertThat(partition.committed()).isEqualTo(-1);
        int visible = lister.keys(bucket, "topics/").size();
        assertThat(visible)
                .isEqualTo(
                        switch (death) {
                            case UPLOADED_WITHOUT_INTENT, INTENT_WRITTEN -> 0;
                            case SOME_COMPLETED -> 2;
                            case ALL_COMPLETED, MARKED -> FILES;
                        });
        assertThat(lister.uploads(bucket)).hasSize(FILES - visible);

        TestFeed next = new TestFeed(writer(bucket, storage(bucket)), partition).assign();
        assertThat(next.position()).isEqualTo(death == Death.UPLOADED_WITHOUT_INTENT ? 0 : RECORDS);
        partition.append(value(RECORDS));
        next.deliverAll(7);
        next.revoke();

        List<Integer> ids = lister.texts(bucket, "topics/").values().stream()
                .flatMap(String::lines)
                .map(line -> Integer.valueOf(line.replaceAll("\\D*(\\d+),.*", "$1")))
                .sorted()
                .toList();
        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, RECORDS).boxed().toList());
        assertThat(lister.uploads(bucket)).isEmpty();
        assertThat(lister.keys(bucket, "_millrace/uid/tmp")).isEmpty();
    }

    @Test
    void saysWhatIsLostWhenSomebodyAbortsPromisedUploads() {
        String bucket = "aborted";
        TestPartition partition = records();
        TestFeed dying = new TestFeed(writer(bucket, dying(storage(bucket), Death.INTENT_WRITTEN)), partition).assign();
        assertThatThrownBy(() -> dying.deliver(RECORDS)).isInstanceOf(Killed.class);
        lister.client().listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .limit(1)
                .forEach(upload -> lister.client()
                        .abortMultipartUpload(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));

        TestFeed next = new TestFeed(writer(bucket, storage(bucket)), partition);

        assertThatThrownBy(next::assign)
                .hasMessageContaining("1 of 4 files of quakes-0 with offsets 0 to 40 are gone from s3://aborted")
                .hasMessageContaining("millrace rewind");
    }

    private static S3SinkSettings settings(String bucket) {
        Map<String, String> config = new HashMap<>();
        config.put("s3.bucket.name", bucket);
        config.put("flush.size", Integer.toString(RECORDS));
        config.put("partitioner.class", "FieldPartitioner");
        config.put("partition.field.name", "country");
        return EmbeddedHost.settings(config);
    }

    private static S3Storage storage(String bucket) {
        Connection connection = store.connection(settings(bucket).store());
        return new S3Storage(
                connection, () -> store.bucket(connection), 5 << 20, Tagging.NONE, dataDir.resolve("spool"));
    }

    private static SinkWriter writer(String bucket, Storage storage) {
        TestContext context = new TestContext(dataDir, "uid");
        return new SinkWriter(storage, settings(bucket).sink().plan(context.clock(), SchemaStore.inMemory()), context);
    }

    /** The storage, until the process dies. */
    private static Storage dying(S3Storage storage, Death death) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (self, method, arguments) -> {
                    boolean ofIntent = method.getName().equals("createNew")
                            && arguments[0].toString().startsWith(new Area("uid", "topic-id", 0).intents());
                    boolean publish = method.getName().equals("publish");
                    if ((ofIntent && death == Death.UPLOADED_WITHOUT_INTENT)
                            || (publish && death == Death.INTENT_WRITTEN)) {
                        throw new Killed();
                    }
                    if (publish && death == Death.SOME_COMPLETED) {
                        @SuppressWarnings("unchecked")
                        List<Intent.File> files = (List<Intent.File>) arguments[0];
                        storage.publish(files.subList(1, 3));
                        throw new Killed();
                    }
                    Object answer;
                    try {
                        answer = method.invoke(storage, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    if ((publish && death == Death.ALL_COMPLETED)
                            || (method.getName().equals("mark") && death == Death.MARKED)) {
                        throw new Killed();
                    }
                    return answer;
                });
    }

    private static TestPartition records() {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        for (int i = 0; i < RECORDS; i++) {
            partition.append(value(i));
        }
        return partition;
    }

    private static byte[] value(int id) {
        return ("{\"id\":" + id + ",\"country\":\"c" + id % FILES + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
