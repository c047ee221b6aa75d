package io.millrace.connectors.replay;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.problem.ProblemException;
import io.millrace.connectors.replay.ReplaySettings.Format;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Makes records of the lines of one pass through the file. One thread; blocks. */
final class RecordMaker implements Closeable {

    private final ReplaySettings settings;
    private final InputFile file;
    private final LineReader lines;
    private final CsvRows csv;
    private final JsonLine json;
    private boolean empty;

    private RecordMaker(ReplaySettings settings, InputFile file, long line, long offset)
            throws IOException, BadLineException {
        this.settings = settings;
        this.file = file;
        boolean rows = settings.format() == Format.CSV;
        lines = new LineReader(file.open(), rows, (int) settings.maxLineBytes().bytes());
        csv = rows && lines.next() ? new CsvRows(lines.line()) : null;
        lines.skipTo(offset, line);
        json = new JsonLine(pathOf(settings.keyPath()), pathOf(settings.timestampPath()));
        empty = line == 0;
    }

    /** From the start of the file. */
    static RecordMaker open(ReplaySettings settings, InputFile file) {
        return open(settings, file, 0, 0);
    }

    /**
     * From a place that an earlier one was at.
     *
     * @throws ProblemException when the file cannot be used
     */
    static RecordMaker open(ReplaySettings settings, InputFile file, long line, long offset) {
        try {
            return new RecordMaker(settings, file, line, offset);
        } catch (IOException unreadable) {
            throw file.failure(unreadable, 0);
        } catch (BadLineException badHeader) {
            throw new ProblemException(
                    file.unusable(badHeader.getMessage(), "Give every column a name of its own in the first row."),
                    badHeader);
        }
    }

    /** One of the two. */
    record Line(ProducedRecord record, Rejected rejected) {}

    /**
     * The next line that is not blank.
     *
     * @return null at the end
     * @throws ProblemException when reading fails, or the file holds no line at all
     */
    Line next() {
        try {
            while (lines.next()) {
                if (lines.tooLong() || !isBlank(lines.line())) {
                    empty = false;
                    return make();
                }
            }
        } catch (IOException unreadable) {
            throw file.failure(unreadable, lines.lines());
        }
        if (empty) {
            throw new ProblemException(file.unusable("is empty", "Put a file with data there."));
        }
        return null;
    }

    /** Lines read of the file. */
    long line() {
        return lines.lines();
    }

    /** Bytes read of the (uncompressed) content. */
    long offset() {
        return lines.offset();
    }

    @Override
    public void close() {
        file.close();
    }

    private Line make() {
        try {
            if (lines.tooLong()) {
                throw new BadLineException("The line is longer than max.line.bytes, " + settings.maxLineBytes() + ".");
            }
            byte[] value = csv == null ? lines.line() : csv.toJson(lines.line());
            json.read(value);
            return new Line(
                    new ProducedRecord(settings.topic(), null, json.timestampMs(), json.key(), value, List.of()), null);
        } catch (BadLineException bad) {
            return new Line(null, new Rejected(lines.line(), file.name() + ":" + lines.number(), bad.getMessage()));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static JsonPath pathOf(String path) {
        return path == null ? null : JsonPath.parse(path);
    }
}
