package io.millrace.connectors.replay;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceType;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.util.List;

/** The connector class {@code ReplaySource}. */
final class ReplaySourceType implements SourceType<ReplaySettings> {

    @Override
    public List<String> classNames() {
        return List.of("ReplaySource", "io.millrace.connectors.replay.ReplaySource");
    }

    @Override
    public Class<ReplaySettings> settings() {
        return ReplaySettings.class;
    }

    @Override
    public List<String> topics(ReplaySettings settings) {
        return List.of(settings.topic());
    }

    /** Reads as far as the first line that holds something. */
    @Override
    public List<Problem> validate(ReplaySettings settings) {
        try (RecordMaker records = RecordMaker.open(settings, new InputFile(settings.file()))) {
            records.next();
            return List.of();
        } catch (ProblemException unusable) {
            return unusable.problems();
        }
    }

    @Override
    public Source open(ReplaySettings settings, ConnectorContext context) {
        return new ReplaySource(settings, context);
    }
}
