package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.RowSources;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** Parquet files. */
public final class ParquetFormat implements Format {

    private final ParquetSettings settings;
    private final RowSources sources;
    private final Map<String, RowSource> byTopic = new HashMap<>();
    private final PageCompressor compressor;
    private final Buffer page = new Buffer();
    private Columns columns; // as last asked for; null before

    public ParquetFormat(ParquetSettings settings, RowSources sources) {
        this.settings = settings;
        this.sources = sources;
        this.compressor = new PageCompressor(settings.codec(), settings.zstdLevel());
    }

    @Override
    public String extension() {
        return settings.codec().extension() + ".parquet";
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new ParquetEncoder(this, out);
    }

    RowSource source(String topic) throws IOException {
        RowSource source = byTopic.get(topic);
        if (source == null) {
            source = sources.of(topic);
            byTopic.put(topic, source);
        }
        return source;
    }

    RowGroup rowGroup(Columns described) {
        return new RowGroup(described, compressor, page, (int) settings.page().bytes());
    }

    Columns columns(Layout layout) {
        if (columns == null || columns.layout() != layout) {
            columns = Columns.of(layout);
        }
        return columns;
    }

    long rowGroupBytes() {
        return settings.rowGroup().bytes();
    }
}
