package io.millrace.sinks.file;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorType;
import java.util.List;

/** Brings the file sink into the node. */
public final class FileSinkPlugin implements Plugin {

    @Override
    public String name() {
        return "file";
    }

    @Override
    public List<ConnectorType<?>> connectors() {
        return List.of(new FileSink());
    }
}
