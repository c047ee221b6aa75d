package io.millrace.sinks.s3;

import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.store.ObjectStore;
import java.util.List;

/** Brings the S3 sink and the store for {@code s3:} URIs into the node. */
public final class S3Plugin implements Plugin {

    private final NodeStore store = new NodeStore();

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public List<ConnectorType<?>> connectors() {
        return List.of(new S3Sink(store), new AivenSink(store));
    }

    @Override
    public List<ObjectStore> objectStores() {
        return List.of(store);
    }

    @Override
    public void start(PluginContext context) {
        store.start(context);
    }
}
