package io.millrace.connectors.replay;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceBatch;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a file line by line into batches of at most 500 records or 1 MiB, at the pace that is set. */
final class ReplaySource implements Source {

    private static final int MOST_RECORDS = 500;
    private static final long ENOUGH_BYTES = 1 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ReplaySettings settings;
    private final ConnectorContext context;
    private final InputFile file;
    private final Pace pace;

    private Position position;
    private RecordMaker lines;
    private Timer timer;
    /** What ended the reading; told when the lines before it have been handed over. */
    private ProblemException failure;

    ReplaySource(ReplaySettings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.file = new InputFile(settings.file());
        this.pace = Pace.parse(settings.rate());
    }

    @Override
    public Future<Void> start(JsonObject committed) {
        return Future.succeededFuture().map(now -> {
            goTo(committed);
            return null;
        });
    }

    @Override
    public Future<SourceBatch> next() {
        Duration wait = ended() ? Duration.ZERO : pace.untilDue(context.clock().instant());
        if (wait.isZero()) {
            return Future.succeededFuture().map(now -> read());
        }
        boolean due = wait.compareTo(LONGEST_WAIT) <= 0;
        timer = context.vertx().timer((due ? wait : LONGEST_WAIT).toMillis() + 1, TimeUnit.MILLISECONDS);
        return timer.map(rung -> due ? read() : batch(List.of(), List.of()));
    }

    @Override
    public JsonObject progress() {
        long size = file.size();
        boolean endless = settings.loops() == Long.MAX_VALUE;
        double passes = position.loop() + (ended() || size == 0 ? 0 : (double) file.read() / size);
        JsonObject progress = new JsonObject()
                .put("file", file.name())
                .put("line", position.line())
                .put("bytes", ended() ? size : file.read())
                .put("totalBytes", size)
                .put("loop", position.loop())
                .put("percent", Math.floor(1000 * (endless ? passes % 1 : passes / settings.loops())) / 10);
        return settings.rate() == null ? progress : progress.put("rate", settings.rate());
    }

    @Override
    public Future<Void> stop() {
        if (timer != null) {
            timer.cancel();
        }
        file.close();
        return Future.succeededFuture();
    }

    private void goTo(JsonObject committed) {
        file.open();
        String digest = file.digest();
        position = committed == null ? Position.startOf(digest) : Position.fromJson(committed);
        if (!position.digest().equals(digest)) {
            throw new ProblemException(Problem.user(
                    "changed-input",
                    file.name() + " is not the file that was read up to line " + position.line()
                            + ": its content differs.",
                    Where.path("file"),
                    "Put that file back, or delete the connector and apply it again to read this one from its start."));
        }
        if (!ended()) {
            lines = RecordMaker.open(settings, file, position.line(), position.offset());
        }
    }

    private boolean ended() {
        return position.loop() >= settings.loops();
    }

    private SourceBatch read() {
        List<ProducedRecord> records = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        int most = pace.records(MOST_RECORDS);
        long bytes = 0;
        while (failure == null && !ended() && records.size() + rejected.size() < most && bytes < ENOUGH_BYTES) {
            RecordMaker.Line line = nextLine();
            if (line != null && line.record() != null) {
                records.add(line.record());
                bytes += line.record().value().length;
            } else if (line != null) {
                rejected.add(line.rejected());
                bytes += line.rejected().input().length;
            }
        }
        if (failure != null && records.isEmpty() && rejected.isEmpty()) {
            throw failure;
        }
        pace.sent(records.size() + rejected.size(), context.clock().instant());
        return batch(records, rejected);
    }

    /** Null when the end of a pass was reached, or reading failed. */
    private RecordMaker.Line nextLine() {
        try {
            RecordMaker.Line line = lines.next();
            if (line != null) {
                position = new Position(position.digest(), position.loop(), lines.line(), lines.offset());
                return line;
            }
            position = position.nextLoop();
            if (!ended()) {
                lines = RecordMaker.open(settings, file);
            }
        } catch (ProblemException unreadable) {
            failure = unreadable;
        }
        return null;
    }

    private SourceBatch batch(List<ProducedRecord> records, List<Rejected> rejected) {
        return new SourceBatch(records, rejected, position.toJson(), ended());
    }
}
