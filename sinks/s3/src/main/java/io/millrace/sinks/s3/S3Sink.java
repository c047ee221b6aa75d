package io.millrace.sinks.s3;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.sinks.writer.SinkWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code connector.class: S3Sink}. */
final class S3Sink implements SinkType<S3SinkSettings> {

    private final NodeStore store;

    S3Sink(NodeStore store) {
        this.store = store;
    }

    @Override
    public List<String> classNames() {
        return List.of("S3Sink", "S3SinkConnector", "io.confluent.connect.s3.S3SinkConnector");
    }

    @Override
    public Class<S3SinkSettings> settings() {
        return S3SinkSettings.class;
    }

    @Override
    public List<Problem> validate(S3SinkSettings settings) {
        Connection connection = store.connection(settings);
        return connection.embedded() ? List.of() : connection.check();
    }

    @Override
    public Map<String, String> warnings(S3SinkSettings settings) {
        Map<String, String> warnings = new TreeMap<>();
        if (store.connection(settings).embedded()) {
            settings.ofOtherStores()
                    .forEach(name -> warnings.put(
                            name,
                            name + " has no effect: objects go to the node's own store, unless store.url or s3: in"
                                    + " millrace.yaml names another."));
        }
        return warnings;
    }

    @Override
    public RecordHandler open(S3SinkSettings settings, ConnectorContext context) {
        return SinkWriter.open(storage(settings, context), settings.sink(), context);
    }

    @Override
    public boolean exactlyOnce() {
        return true;
    }

    @Override
    public String rewindEffect(S3SinkSettings settings) {
        return "Objects that are there stay, and records read again are written again: they are in two objects then, except"
                + " where a new object begins at the offset of an old one and replaces it.";
    }

    @Override
    public void forget(S3SinkSettings settings, ConnectorContext context) {
        SinkWriter.forget(storage(settings, context), context.uid());
    }

    private S3Storage storage(S3SinkSettings settings, ConnectorContext context) {
        Connection connection = store.connection(settings);
        return new S3Storage(
                connection,
                () -> store.bucket(connection),
                settings.partSize(connection.embedded()),
                connection.embedded() ? Tagging.NONE : settings.tagging(),
                context.dataDir().resolve("s3").resolve("spool"));
    }
}
