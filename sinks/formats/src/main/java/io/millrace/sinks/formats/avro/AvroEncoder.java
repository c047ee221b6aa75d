package io.millrace.sinks.formats.avro;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** One Avro file. It ends when the schema has widened, for it says its schema at its beginning. */
final class AvroEncoder implements RecordEncoder {

    /** A block begins small and grows, for there may be thousands of files. */
    private static final int FIRST_BLOCK_BYTES = 1024;

    /** Of Avro's writer, besides the block. */
    private static final int WRITER_BYTES = 16 * 1024;

    private final AvroFormat format;
    private final Body out;
    private final byte[] marker; // between blocks
    private RowSource source; // null before the first record, as what follows is
    private AvroRows rows;
    private DataFileWriter<Object> blocks; // null after a spill as well
    private long taken; // bytes since the last spill

    AvroEncoder(AvroFormat format, OutputStream out) {
        this.format = format;
        this.out = new Body(out);
        UUID random = UUID.randomUUID();
        this.marker = ByteBuffer.allocate(DataFileConstants.SYNC_SIZE)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
    }

    @Override
    public boolean write(ConsumedRecord record) throws IOException {
        if (source == null) {
            source = format.source(record.topic());
        }
        Row row = source.read(record);
        if (rows != null && row.layout() != rows.layout()) {
            return false;
        }
        AvroRows taker = format.rows(record.topic(), row.layout());
        byte[] encoded = format.encoded(taker, row);
        if (blocks == null) {
            begin(taker, record);
        }
        blocks.appendEncoded(ByteBuffer.wrap(encoded));
        taken += encoded.length;
        return true;
    }

    private void begin(AvroRows taker, ConsumedRecord first) throws IOException {
        blocks = new DataFileWriter<>(new GenericDatumWriter<>());
        blocks.setSyncInterval(FIRST_BLOCK_BYTES);
        blocks.setCodec(format.codec());
        if (rows == null) {
            blocks.setMeta("millrace.topic", first.topic());
            blocks.setMeta("millrace.partition", first.partition());
            blocks.setMeta("millrace.first.offset", first.offset());
            blocks.setMeta("millrace.schema.version", taker.layout().schema().version());
        }
        // Each writer begins with a header, of which the file has one.
        out.leavesOut = rows != null;
        blocks.create(taker.schema(), out, marker);
        out.leavesOut = false;
        blocks.setSyncInterval(DataFileConstants.DEFAULT_SYNC_INTERVAL);
        rows = taker;
    }

    @Override
    public void finish() throws IOException {
        spill();
    }

    @Override
    public int schemaVersion() {
        return rows.layout().schema().version();
    }

    /** The block's buffer doubles when it is full. */
    @Override
    public long held() {
        return blocks == null ? 0 : WRITER_BYTES + 2 * Math.min(taken, DataFileConstants.DEFAULT_SYNC_INTERVAL);
    }

    @Override
    public long spillable() {
        return held();
    }

    @Override
    public void spill() throws IOException {
        if (blocks != null) {
            blocks.flush();
            blocks = null;
            taken = 0;
        }
    }

    @Override
    public void close() {
        blocks = null; // Avro's writer would close the output
    }

    /** The file, without what is left out. */
    private static final class Body extends FilterOutputStream {

        private boolean leavesOut;

        Body(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            if (!leavesOut) {
                out.write(bytes, start, length);
            }
        }
    }
}
