package io.millrace.sinks.s3;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.sinks.writer.SinkWriter;
import io.millrace.sinks.writer.StoredSchemas;
import java.io.IOException;
import java.util.List;

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
    public RecordHandler open(S3SinkSettings settings, ConnectorContext context) {
        S3Storage storage = storage(settings, context);
        StoredSchemas schemas = new StoredSchemas(storage, context.uid());
        return new SinkWriter(storage, settings.sink().plan(context.clock(), schemas), context);
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
        S3Storage storage = storage(settings, context);
        try {
            SinkWriter.forget(storage, context.uid());
        } catch (IOException failure) {
            throw new ProblemException(storage.explain(failure), failure);
        }
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
