package io.millrace.sinks.formats.avro;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** One Avro file. It ends when the schema has widened, for it says its schema at its beginning. */
final class AvroEncoder implements RecordEncoder {

    private final AvroFormat format;
    private final OutputStream out;
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(encoded, null);
    private RowSource source; // null before the first record, as what follows is
    private Layout layout;
    private AvroRows rows;
    private DataFileWriter<Object> file;

    AvroEncoder(AvroFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public boolean write(ConsumedRecord record) throws IOException {
        if (source == null) {
            source = format.source(record.topic());
        }
        Row row = source.read(record);
        if (layout != null && row.layout() != layout) {
            return false;
        }
        Schema schema =
                layout == null ? AvroSchema.of(record.topic(), row.layout().schema()) : null;
        AvroRows taker = layout == null ? new AvroRows(row.layout(), schema) : rows;
        encoded.reset();
        taker.write(row, encoder);
        if (layout == null) {
            layout = row.layout();
            rows = taker;
            begin(schema, record);
        }
        file.appendEncoded(ByteBuffer.wrap(encoded.toByteArray()));
        return true;
    }

    private void begin(Schema schema, ConsumedRecord first) throws IOException {
        file = new DataFileWriter<>(new GenericDatumWriter<>());
        file.setCodec(format.codec());
        file.setMeta("millrace.topic", first.topic());
        file.setMeta("millrace.partition", first.partition());
        file.setMeta("millrace.first.offset", first.offset());
        file.setMeta("millrace.schema.version", layout.schema().version());
        file.create(schema, out);
    }

    @Override
    public void finish() throws IOException {
        file.flush();
    }

    @Override
    public long held() {
        return file == null ? 0 : DataFileConstants.DEFAULT_SYNC_INTERVAL + encoded.size();
    }

    @Override
    public void close() {
        // Nothing outside of the heap; and Avro's writer would close the output.
    }
}
