package io.millrace.sinks.s3;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.sinks.writer.SinkWriter;
import java.util.List;
import java.util.Map;

/** {@code connector.class: S3Sink}. */
final class S3Sink implements SinkType<S3SinkSettings> {

    static final String REWIND_EFFECT =
            "Objects that are there stay, and records read again are written again: they are in two objects then, except"
                    + " where a new object begins at the offset of an old one and replaces it.";

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
        return store.check(settings.store());
    }

    @Override
    public Map<String, String> warnings(S3SinkSettings settings) {
        return store.withoutEffect(settings.store().ofOtherStores(), settings.store());
    }

    @Override
    public RecordHandler open(S3SinkSettings settings, ConnectorContext context) {
        return SinkWriter.open(store.storage(settings.store(), context), settings.sink()::plan, context);
    }

    @Override
    public boolean exactlyOnce() {
        return true;
    }

    @Override
    public String rewindEffect(S3SinkSettings settings) {
        return REWIND_EFFECT;
    }

    @Override
    public void forget(S3SinkSettings settings, ConnectorContext context) {
        SinkWriter.forget(store.storage(settings.store(), context), context.uid());
    }
}
