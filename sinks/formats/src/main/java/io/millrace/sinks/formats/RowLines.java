package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.json.RowText;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSources;
import java.io.IOException;
import java.io.OutputStream;

/** One row a line, as a JSON object. */
final class RowLines implements Format {

    private final TextSettings settings;
    private final RowSources sources;
    private Layout layout; // of the last row; null before the first
    private RowText text;

    RowLines(TextSettings settings, RowSources sources) {
        this.settings = settings;
        this.sources = sources;
    }

    @Override
    public String extension() {
        return ".json" + settings.compression().extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return new TextEncoder(new TextFile(out, settings)) {

            @Override
            public boolean write(ConsumedRecord record) throws IOException {
                Row row = sources.of(record.topic()).read(record);
                if (row.layout() != layout) {
                    layout = row.layout();
                    text = new RowText(layout);
                }
                text.object(row);
                file.write(text.bytes(), 0, text.length());
                file.write('\n');
                return true;
            }
        };
    }
}
