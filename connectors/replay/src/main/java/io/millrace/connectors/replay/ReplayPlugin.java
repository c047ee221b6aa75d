package io.millrace.connectors.replay;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorType;
import java.util.List;

/** Contributes {@code ReplaySource}. */
public final class ReplayPlugin implements Plugin {

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<ConnectorType<?>> connectors() {
        return List.of(new ReplaySourceType());
    }
}
