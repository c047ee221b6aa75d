package io.millrace.sinks.s3;

import io.millrace.api.PluginContext;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.api.store.S3Settings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node's objects under {@code s3:} URIs, and the buckets that its sinks write to. Clients of buckets are shared by all who reach
 * one in the same way, and kept while the node runs.
 */
final class NodeStore implements ObjectStore {

    private final Map<Connection, Bucket> buckets = new HashMap<>();
    private PluginContext context;
    private EmbeddedStore embedded; // null when the node's file names a store

    void start(PluginContext told) {
        context = told;
        embedded = told.s3().isEmbedded() ? new EmbeddedStore(told) : null;
    }

    /** How a sink reaches its bucket. A sink that names no store goes to the node's. */
    Connection connection(S3StoreSettings sink) {
        return embedded != null && sink.storeUrl() == null
                ? embedded.connection(sink.bucket()).with(sink)
                : Connection.external(sink, context.s3());
    }

    /**
     * What to tell of settings that mean nothing to the embedded store.
     *
     * @param names of such settings that are made
     * @return nothing when the sink goes to another store
     */
    Map<String, String> withoutEffect(List<String> names, S3StoreSettings sink) {
        Map<String, String> told = new TreeMap<>();
        if (connection(sink).embedded()) {
            names.forEach(name -> told.put(
                    name,
                    name + " has no effect: objects go to the node's own store, unless the sink or s3: in millrace.yaml"
                            + " names another."));
        }
        return told;
    }

    /** Asks the bucket whether it is there and may be used, unless it is one of the embedded store. Blocks. */
    List<Problem> check(S3StoreSettings sink) {
        Connection connection = connection(sink);
        return connection.embedded() ? List.of() : connection.check();
    }

    /** The bucket of a sink as its writer sees it. */
    S3Storage storage(S3StoreSettings sink, ConnectorContext of) {
        Connection connection = connection(sink);
        return new S3Storage(
                connection,
                () -> bucket(connection),
                sink.partSize(connection.embedded()),
                connection.embedded() ? Tagging.NONE : sink.tagging(),
                of.dataDir().resolve("s3").resolve("spool"));
    }

    private Connection connection(String bucket) {
        S3Settings node = context.s3();
        return embedded != null ? embedded.connection(bucket) : Connection.external(bucket, node);
    }

    /** Blocks, for the start of the embedded store, too. */
    Bucket bucket(Connection connection) throws IOException {
        if (connection.embedded()) {
            embedded.awaitReady();
        }
        synchronized (buckets) {
            Bucket known = buckets.get(connection);
            if (known != null) {
                return known;
            }
            Bucket opened = Bucket.open(connection);
            try {
                if (connection.embedded()) {
                    opened.make();
                }
            } catch (IOException failure) {
                opened.close();
                throw failure;
            }
            buckets.put(connection, opened);
            return opened;
        }
    }

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public Future<Void> put(URI object, Buffer content) {
        return ask(object, bucket -> {
            bucket.put(key(object), content.getBytes());
            return null;
        });
    }

    @Override
    public Future<Buffer> get(URI object) {
        return ask(
                object,
                bucket -> bucket.read(key(object))
                        .map(Buffer::buffer)
                        .orElseThrow(() -> new ProblemException(Problem.user(
                                "unknown-object", "There is no object " + object + ".", Where.path(""), ""))));
    }

    @Override
    public Future<List<URI>> list(URI prefix) {
        String wanted = key(prefix);
        int slash = wanted.lastIndexOf('/');
        return ask(
                prefix,
                bucket -> bucket.listAll(slash < 0 ? "" : wanted.substring(0, slash)).stream()
                        .filter(key -> key.startsWith(wanted))
                        .map(key -> uri(prefix.getHost(), key))
                        .toList());
    }

    @Override
    public Future<Void> delete(URI object) {
        return ask(object, bucket -> {
            bucket.delete(key(object));
            return null;
        });
    }

    @Override
    public String endpoint() {
        return embedded != null ? embedded.start() : status().endpoint();
    }

    @Override
    public Access access() {
        if (embedded != null) {
            return embedded.access();
        }
        S3Settings node = context.s3();
        return new Access(
                status().endpoint(),
                node.region(),
                node.endpoint() != null,
                node.accessKeyId(),
                node.secretAccessKey());
    }

    @Override
    public Status status() {
        if (embedded != null) {
            return embedded.status();
        }
        String endpoint = context.s3().endpoint();
        return new Status("external", endpoint == null ? "" : endpoint, "used");
    }

    /** Something asked of a bucket. */
    private interface Question<T> {
        T ask(Bucket bucket) throws IOException;
    }

    private <T> Future<T> ask(URI object, Question<T> question) {
        Connection connection = connection(object.getHost());
        return context.vertx()
                .executeBlocking(
                        () -> {
                            try {
                                return question.ask(bucket(connection));
                            } catch (IOException failure) {
                                throw new ProblemException(S3Problems.explain(failure, connection), failure);
                            }
                        },
                        false);
    }

    private static String key(URI object) {
        String path = object.getPath();
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static URI uri(String bucket, String key) {
        try {
            return new URI("s3", bucket, "/" + key, null);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
