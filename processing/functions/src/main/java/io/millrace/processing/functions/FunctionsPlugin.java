package io.millrace.processing.functions;

import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.deployment.Kind;
import java.util.List;

/** Brings the kind {@code Function} into the node. */
public final class FunctionsPlugin implements Plugin {

    private final FunctionKind kind = new FunctionKind();

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public List<Kind<?>> kinds() {
        return List.of(kind);
    }

    @Override
    public void start(PluginContext context) {
        kind.start(context);
    }
}
