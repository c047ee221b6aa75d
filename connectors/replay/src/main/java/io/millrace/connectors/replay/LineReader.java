package io.millrace.connectors.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into lines, a line at a time, in a buffer no larger than the longest line allowed. A line ends at LF or CR LF;
 * the last one may have no end. In CSV a line break inside quotes does not end the row. A byte order mark is left out.
 *
 * <p>One thread; blocks.
 */
final class LineReader {

    /** What is kept of a line over the limit, in bytes. */
    private static final int HEAD = 1024;

    private final InputStream in;
    private final boolean csv;
    private final int limit;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int scanned;
    private int end;

    /** In CSV: within quotes, and whether a quote here would open them. */
    private boolean quoted;

    private boolean mayQuote;

    private byte[] line;
    private boolean tooLong;
    private long number;
    private long lines;
    private long offset;

    /** @param limit longest line, in bytes */
    LineReader(InputStream in, boolean csv, int limit) {
        this.in = in;
        this.csv = csv;
        this.limit = limit;
    }

    /** Goes on to a place that an earlier reader of the same bytes was at; one that is already passed is ignored. */
    void skipTo(long toOffset, long toLines) throws IOException {
        if (toOffset > offset) {
            int buffered = (int) Math.min(toOffset - offset, end - start);
            in.skipNBytes(toOffset - offset - buffered);
            start += buffered;
            offset = toOffset;
            lines = toLines;
        }
    }

    /** @return false at the end */
    boolean next() throws IOException {
        scanned = start;
        quoted = false;
        mayQuote = true;
        number = lines + 1;
        line = null;
        tooLong = false;
        while (true) {
            if (findEnd()) {
                lines++;
                take(scanned, scanned + 1);
                return true;
            }
            if (end - start > limit) {
                cut();
            }
            if (!fill()) {
                if (start == end && !tooLong) {
                    return false;
                }
                lines++;
                take(end, end);
                return true;
            }
        }
    }

    /** The line as found, without its end; the first 1,024 bytes of one that is too long. */
    byte[] line() {
        return line;
    }

    boolean tooLong() {
        return tooLong;
    }

    /** Number of the line, from 1; of its first when a CSV row has several. */
    long number() {
        return number;
    }

    /** Lines read. */
    long lines() {
        return lines;
    }

    /** Bytes read. */
    long offset() {
        return offset;
    }

    private boolean findEnd() {
        for (; scanned < end; scanned++) {
            byte b = buffer[scanned];
            if (b == '\n') {
                if (!quoted) {
                    return true;
                }
                lines++;
            } else if (csv) {
                quote(b);
            }
        }
        return false;
    }

    /** A quote opens at the start of a field; after one that closes, another is an escaped quote. */
    private void quote(byte b) {
        if (quoted) {
            quoted = b != '"';
            mayQuote = true;
        } else {
            quoted = b == '"' && mayQuote;
            mayQuote = b == ',';
        }
    }

    private void take(int lineEnd, int next) {
        offset += next - start;
        if (lineEnd - start > limit) {
            cut();
        } else if (!tooLong) {
            int from = number == 1 && startsWithMark(lineEnd) ? start + 3 : start;
            int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            line = Arrays.copyOfRange(buffer, from, to);
        }
        start = next;
    }

    private boolean startsWithMark(int lineEnd) {
        return lineEnd - start >= 3
                && buffer[start] == (byte) 0xEF
                && buffer[start + 1] == (byte) 0xBB
                && buffer[start + 2] == (byte) 0xBF;
    }

    /** Drops what was read of a line that is too long. */
    private void cut() {
        if (!tooLong) {
            tooLong = true;
            line = Arrays.copyOfRange(buffer, start, start + Math.min(HEAD, limit));
        }
    }

    private boolean fill() throws IOException {
        if (tooLong) {
            offset += end - start;
            start = end;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, limit + 2L));
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read > 0) {
            end += read;
        }
        return read >= 0;
    }
}
