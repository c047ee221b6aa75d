package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.row.Cells;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.RowSources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Comma-separated values. A column for each field; null is nothing at all, an empty text is {@code ""}. When a record has a field
 * that the file has no column for, the file ends and the next one has it.
 *
 * <p>Source: RFC 4180.
 */
final class Csv implements Format {

    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final TextSettings settings;
    private final RowSources sources;
    private final Map<String, RowSource> byTopic = new HashMap<>();

    /** @param sources of rows whose columns are texts */
    Csv(TextSettings settings, RowSources sources) {
        this.settings = settings;
        this.sources = sources;
    }

    @Override
    public String extension() {
        return ".csv" + settings.compression().extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new Lines(new TextFile(out, settings));
    }

    private RowSource source(String topic) throws IOException {
        RowSource source = byTopic.get(topic);
        if (source == null) {
            source = sources.of(topic);
            byTopic.put(topic, source);
        }
        return source;
    }

    private final class Lines extends TextEncoder {

        private RowSource source; // null before the first record
        private Layout layout; // null before the first record

        Lines(TextFile file) {
            super(file);
        }

        @Override
        public boolean write(ConsumedRecord record) throws IOException {
            if (source == null) {
                source = source(record.topic());
            }
            Row row = source.read(record);
            if (layout == null) {
                layout = row.layout();
                writeHeader();
            } else if (layout != row.layout()) {
                return false;
            }
            for (Node.Leaf leaf : layout.leaves()) {
                separate(leaf.firstLeaf());
                Cells cells = row.cells(leaf.firstLeaf());
                if (cells.definitions[0] == leaf.definition()) {
                    long value = cells.values[0];
                    writeText(row.array(value), Row.start(value), Row.length(value));
                } else if (layout.leaves().size() == 1) {
                    writeText(new byte[0], 0, 0); // an empty line would be no record to most readers
                }
            }
            file.write(END_OF_LINE);
            return true;
        }

        private void writeHeader() throws IOException {
            if (!settings.hasHeader()) {
                return;
            }
            int column = 0;
            for (String name : layout.root().names()) {
                separate(column++);
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                writeText(text, 0, text.length);
            }
            file.write(END_OF_LINE);
        }

        private void separate(int column) throws IOException {
            if (column > 0) {
                file.write(',');
            }
        }

        private void writeText(byte[] bytes, int start, int length) throws IOException {
            if (length > 0 && isPlain(bytes, start, start + length)) {
                file.write(bytes, start, length);
                return;
            }
            file.write('"');
            int from = start;
            for (int at = start; at < start + length; at++) {
                if (bytes[at] == '"') {
                    file.write(bytes, from, at + 1 - from);
                    from = at; // once more
                }
            }
            file.write(bytes, from, start + length - from);
            file.write('"');
        }

        private static boolean isPlain(byte[] bytes, int start, int end) {
            for (int at = start; at < end; at++) {
                byte each = bytes[at];
                if (each == ',' || each == '"' || each == '\n' || each == '\r') {
                    return false;
                }
            }
            return true;
        }
    }
}
