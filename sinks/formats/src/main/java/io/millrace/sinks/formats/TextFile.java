package io.millrace.sinks.formats;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * One file of text or of raw bytes: its buffer and its compression. Not thread-safe.
 *
 * <p>What goes to the file are full buffers, at multiples of their size as long as no memory was short: a file system takes
 * whole pages at half the cost of torn ones.
 *
 * <p>A compression takes a hundred times the memory of a small file, so it begins when the buffer has been full, and ends when
 * memory is short. What follows is compressed anew: both gzip and zstd say that files may stand one behind the other in a file.
 *
 * <p>Source: RFC 1952, 2.2; RFC 8878, 3.
 */
final class TextFile implements AutoCloseable {

    /** A buffer starts small, for there may be thousands of files, and grows up to this. */
    private static final int MAX_BUFFER = 32 * 1024;

    private static final int MIN_BUFFER = 2 * 1024;
    private static final byte[] EMPTY = new byte[0];

    /** Lines look like the lines before them: half a megabyte back is far enough, and the default takes four times as much. */
    private static final int ZSTD_WINDOW_LOG = 19;

    private final OutputStream file;
    private final TextSettings settings;
    private Compressor compressor; // null without compression, and before and between compressed parts
    private boolean begun; // something has been given to the file
    private byte[] buffer = EMPTY;
    private int used;

    /** @param file is left open */
    TextFile(OutputStream file, TextSettings settings) {
        this.file = file;
        this.settings = settings;
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int start, int length) throws IOException {
        int from = start;
        int end = start + length;
        while (end - from > buffer.length - used) {
            if (!grow(end - from)) {
                int fit = buffer.length - used;
                System.arraycopy(bytes, from, buffer, used, fit);
                used += fit;
                from += fit;
                drain();
            }
        }
        System.arraycopy(bytes, from, buffer, used, end - from);
        used += end - from;
    }

    void write(char ascii) throws IOException {
        if (used == buffer.length && !grow(1)) {
            drain();
        }
        buffer[used++] = (byte) ascii;
    }

    /**
     * Makes the buffer larger.
     *
     * @param more bytes that it should have room for
     * @return false when it is as large as it gets
     */
    private boolean grow(int more) {
        if (buffer.length == MAX_BUFFER) {
            return false;
        }
        long wanted = Math.max(Math.max(MIN_BUFFER, 2L * buffer.length), (long) used + more);
        buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, MAX_BUFFER));
        return true;
    }

    private void drain() throws IOException {
        if (used > 0) {
            out().write(buffer, 0, used);
            used = 0;
        }
    }

    /** What the buffer goes to. */
    private OutputStream out() throws IOException {
        begun = true;
        if (compressor == null) {
            compressor = switch (settings.compression()) {
                case NONE -> null;
                case GZIP -> new Gzip(file, settings.level());
                case ZSTD -> new Zstd(file, settings.level());
            };
        }
        return compressor == null ? file : compressor.stream();
    }

    /** Every byte has been given to the output when it returns. */
    void finish() throws IOException {
        if (!begun) {
            out(); // of nothing at all there is a compressed form
        }
        spill();
    }

    /** The same, and the memory is free; more may be written. */
    void spill() throws IOException {
        drain();
        buffer = EMPTY;
        if (compressor != null) {
            compressor.finish();
            close();
        }
    }

    /** Bytes of memory, in the heap and outside of it. */
    long held() {
        return buffer.length + (compressor == null ? 0 : compressor.held());
    }

    /** Frees what the compression holds, finished or not; writes nothing. */
    @Override
    public void close() {
        if (compressor != null) {
            compressor.free();
            compressor = null;
        }
    }

    /** Compression whose memory is outside of the heap. */
    private interface Compressor {

        OutputStream stream();

        void finish() throws IOException;

        void free();

        /** Bytes of memory, about. */
        long held();
    }

    private static final class Gzip extends GZIPOutputStream implements Compressor {

        /** Source: zconf.h of zlib, for its default memLevel. */
        private static final int DEFLATE_BYTES = 256 * 1024;

        Gzip(OutputStream out, int level) throws IOException {
            super(out, MAX_BUFFER);
            def.setLevel(level);
        }

        @Override
        public OutputStream stream() {
            return this;
        }

        @Override
        public void free() {
            def.end();
        }

        @Override
        public long held() {
            return DEFLATE_BYTES + MAX_BUFFER;
        }
    }

    private static final class Zstd implements Compressor {

        /** Window, tables and buffers of the middle levels. */
        private static final int CONTEXT_BYTES = 2 * 1024 * 1024;

        private final Gate gate;
        private final ZstdOutputStreamNoFinalizer stream;

        Zstd(OutputStream out, int level) throws IOException {
            gate = new Gate(out);
            stream = new ZstdOutputStreamNoFinalizer(gate);
            stream.setWindowLog(ZSTD_WINDOW_LOG);
            if (level > 0) {
                stream.setLevel(level);
            }
        }

        @Override
        public OutputStream stream() {
            return stream;
        }

        @Override
        public void finish() throws IOException {
            stream.closeWithoutClosingParentStream();
        }

        @Override
        public void free() {
            gate.isShut = true;
            try {
                stream.closeWithoutClosingParentStream();
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public long held() {
            return CONTEXT_BYTES;
        }

        /** Lets nothing through once it is shut, for the stream cannot be freed without ending its frame. */
        private static final class Gate extends FilterOutputStream {

            private boolean isShut;

            Gate(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                if (!isShut) {
                    out.write(bytes, start, length);
                }
            }
        }
    }
}
