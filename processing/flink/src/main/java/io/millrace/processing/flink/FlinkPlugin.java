package io.millrace.processing.flink;

import io.millrace.api.Pages;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.deployment.Kind;
import io.millrace.processing.flink.ui.WebUi;
import java.util.List;

/** Brings the kind {@code FlinkJob} into the node. */
public final class FlinkPlugin implements Plugin {

    private final FlinkJobKind kind = new FlinkJobKind();

    @Override
    public String name() {
        return "flink";
    }

    @Override
    public List<Kind<?>> kinds() {
        return List.of(kind);
    }

    @Override
    public List<Pages> pages() {
        return List.of(new WebUi(kind::flink));
    }

    @Override
    public void start(PluginContext context) {
        kind.start(context);
    }
}
