package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.JsonCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * One JSON value a line. The value's bytes are passed through as they are; only line breaks between its tokens are taken out. What
 * is not one JSON value in UTF-8 is rejected.
 */
final class JsonLines implements Format {

    /** A buffer starts small, for there may be thousands of files, and grows up to this. */
    private static final int MAX_BUFFER = 32 * 1024;

    private static final int MIN_BUFFER = 2 * 1024;

    private final Compression compression;
    private final int level;
    private final JsonCheck check = new JsonCheck();

    JsonLines(Compression compression, int level) {
        this.compression = compression;
        this.level = level;
    }

    @Override
    public String extension() {
        return ".json" + compression.extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return switch (compression) {
            case NONE -> new Lines(out, null);
            case GZIP -> {
                Gzip gzip = new Gzip(out, level);
                yield new Lines(gzip, gzip);
            }
        };
    }

    /** Gzip whose compressor can be freed without writing an end. */
    private static final class Gzip extends GZIPOutputStream {

        Gzip(OutputStream out, int level) throws IOException {
            super(out, MAX_BUFFER);
            def.setLevel(level);
        }

        void free() {
            def.end();
        }
    }

    private final class Lines implements RecordEncoder {

        private final OutputStream out;
        private final Gzip gzip; // null without compression
        private byte[] buffer = new byte[MIN_BUFFER];
        private int used;

        Lines(OutputStream out, Gzip gzip) {
            this.out = out;
            this.gzip = gzip;
        }

        @Override
        public boolean write(ConsumedRecord record) throws IOException {
            byte[] value = record.value();
            if (value == null) {
                throw DeliveryException.rejected("the record has no value, which JSON lines cannot tell", null);
            }
            if (check.isLine(value)) {
                append(value, value.length);
            } else {
                byte[] line = new byte[value.length];
                append(line, JsonCheck.onOneLine(value, line));
            }
            reserve(1);
            buffer[used++] = '\n';
            return true;
        }

        private void append(byte[] bytes, int length) throws IOException {
            reserve(length);
            if (length > buffer.length) {
                out.write(bytes, 0, length);
            } else {
                System.arraycopy(bytes, 0, buffer, used, length);
                used += length;
            }
        }

        /** Makes room: for all of it, or an empty buffer when it is larger than the largest one. */
        private void reserve(int length) throws IOException {
            if (length <= buffer.length - used) {
                return;
            }
            if (buffer.length < MAX_BUFFER) {
                long wanted = Math.max(2L * buffer.length, (long) used + length);
                buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, MAX_BUFFER));
                if (length <= buffer.length - used) {
                    return;
                }
            }
            drain();
        }

        private void drain() throws IOException {
            out.write(buffer, 0, used);
            used = 0;
        }

        @Override
        public void finish() throws IOException {
            drain();
            if (gzip != null) {
                gzip.finish();
            }
        }

        @Override
        public long held() {
            return buffer.length;
        }

        @Override
        public void close() {
            if (gzip != null) {
                gzip.free();
            }
        }
    }
}
