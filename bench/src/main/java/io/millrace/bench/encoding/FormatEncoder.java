package io.millrace.bench.encoding;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import io.millrace.api.settings.ByteSize;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Ours: the sinks' Parquet format, with the schema inferred from the records. */
final class FormatEncoder implements Encoder {

    private final RecordEncoder encoder;
    private long offset;

    FormatEncoder(OutputStream out) throws IOException {
        ParquetSettings parquet = new ParquetSettings(
                ParquetCodec.ZSTD, ZSTD_LEVEL, new ByteSize(ROW_GROUP_BYTES), new ByteSize(PAGE_BYTES));
        encoder = new FormatSettings(
                        "ParquetFormat", TextSettings.DEFAULTS, parquet, null, SchemaSettings.DEFAULTS, List.of())
                .open(SchemaStore.inMemory())
                .begin(out);
    }

    @Override
    public void write(byte[] json) throws IOException {
        if (!encoder.write(new Bid(offset++, json))) {
            throw new IOException("the file ended early");
        }
    }

    @Override
    public void finish() throws IOException {
        encoder.finish();
        encoder.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bid(long offset, byte[] value) implements ConsumedRecord {

        @Override
        public String topic() {
            return "bids";
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long timestampMs() {
            return 0;
        }

        @Override
        public boolean logAppendTime() {
            return false;
        }

        @Override
        public byte[] key() {
            return null;
        }

        @Override
        public List<Header> headers() {
            return List.of();
        }
    }
}
