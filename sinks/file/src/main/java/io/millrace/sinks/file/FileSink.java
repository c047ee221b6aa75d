package io.millrace.sinks.file;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.sinks.writer.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code connector.class: FileSink}. */
public final class FileSink implements SinkType<FileSinkSettings> {

    private static final Where STORE_URL = Where.path(FileSinkSettings.STORE_URL);

    @Override
    public List<String> classNames() {
        return List.of("FileSink", "FileSinkConnector");
    }

    @Override
    public Class<FileSinkSettings> settings() {
        return FileSinkSettings.class;
    }

    @Override
    public List<Problem> validate(FileSinkSettings settings) {
        if (!settings.isAbsolute()) {
            return List.of(); // under the node's own folder, which it could write when it started
        }
        Path folder = settings.folder(Path.of(""));
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return List.of(Problem.user(
                    "not-a-folder",
                    existing + " is a file, not a folder.",
                    STORE_URL,
                    "Set " + FileSinkSettings.STORE_URL + " to a folder, or to one that can be made."));
        }
        if (!Files.isWritable(existing)) {
            return List.of(Problem.user(
                    "no-permission",
                    "The node may not write in " + existing + ".",
                    STORE_URL,
                    "Give the user the node runs as the right to write there, or set another folder."));
        }
        return List.of();
    }

    @Override
    public RecordHandler open(FileSinkSettings settings, ConnectorContext context) {
        return SinkWriter.open(storage(settings, context), settings.sink()::plan, context);
    }

    @Override
    public boolean exactlyOnce() {
        return true;
    }

    @Override
    public String rewindEffect(FileSinkSettings settings) {
        return "Files that are there stay, and records read again are written again: they are in two files then, except where"
                + " a new file begins at the offset of an old one and replaces it.";
    }

    @Override
    public void forget(FileSinkSettings settings, ConnectorContext context) {
        SinkWriter.forget(storage(settings, context), context.uid());
    }

    private static FileStorage storage(FileSinkSettings settings, ConnectorContext context) {
        return new FileStorage(settings.folder(context.dataDir()));
    }
}
