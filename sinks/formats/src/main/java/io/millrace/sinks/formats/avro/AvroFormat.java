package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.RowSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Avro's object container files. */
public final class AvroFormat implements Format {

    private final CodecFactory codec;
    private final RowSources sources;
    private final Map<String, RowSource> byTopic = new HashMap<>();
    private final Map<String, AvroRows> rowsByTopic = new HashMap<>(); // of the layout that is current
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(encoded, null);

    /** @param codec null for the default, which is none */
    public AvroFormat(AvroCodec codec, RowSources sources) {
        this.codec = (codec == null ? AvroCodec.NULL : codec).factory();
        this.sources = sources;
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new AvroEncoder(this, out);
    }

    RowSource source(String topic) throws IOException {
        RowSource source = byTopic.get(topic);
        if (source == null) {
            source = sources.of(topic);
            byTopic.put(topic, source);
        }
        return source;
    }

    AvroRows rows(String topic, Layout layout) {
        AvroRows rows = rowsByTopic.get(topic);
        if (rows == null || rows.layout() != layout) {
            rows = new AvroRows(layout, AvroSchema.of(topic, layout.schema()));
            rowsByTopic.put(topic, rows);
        }
        return rows;
    }

    byte[] encoded(AvroRows rows, Row row) throws IOException {
        encoded.reset();
        rows.write(row, encoder);
        return encoded.toByteArray();
    }

    CodecFactory codec() {
        return codec;
    }
}
