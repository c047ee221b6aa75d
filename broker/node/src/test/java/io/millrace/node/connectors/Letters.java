package io.millrace.node.connectors;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Setting;
import io.vertx.core.Future;
import java.util.List;

/** A sink that takes everything. */
final class Letters implements SinkType<Letters.Settings> {

    /** @param folder refused by {@code validate} when it is {@code full} */
    record Settings(
            @Setting(value = "Folder.", defaultValue = "out")
            String folder) {}

    @Override
    public List<String> classNames() {
        return List.of("Letters", "org.example.LettersSinkConnector");
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return settings.folder().equals("full")
                ? List.of(Problem.user("full", "The folder is full.", Where.path("folder"), "Empty it."))
                : List.of();
    }

    @Override
    public RecordHandler open(Settings settings, ConnectorContext context) {
        return delivery -> Future.succeededFuture(Answer.DURABLE);
    }
}
