package io.millrace.bench.encoding;

import java.io.IOException;
import java.io.OutputStream;

/** Makes one Parquet file of JSON values. Used by one thread. */
public interface Encoder {

    /** Bytes of compressed pages in memory at which a side writes a row group: what Millrace does by default. */
    long ROW_GROUP_BYTES = 16 << 20;

    int PAGE_BYTES = 1 << 20;

    int ZSTD_LEVEL = 3;

    void write(byte[] json) throws IOException;

    /** Completes the file. */
    void finish() throws IOException;

    /** Where the file goes: nowhere, but counted. */
    final class Nowhere extends OutputStream {

        private long bytes;

        public long bytes() {
            return bytes;
        }

        @Override
        public void write(int oneByte) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int start, int length) {
            bytes += length;
        }
    }
}
