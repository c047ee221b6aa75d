package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Decimals;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowCursor;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Puts the cells of rows together again as JSON text. What JSON has no form for is told as given schemas read it: dates and times in
 * ISO 8601, bytes in Base64, decimals as numbers; doubles that are no numbers are {@code "NaN"} and the like. Used again for the next
 * row; not thread-safe.
 */
public final class RowText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Layout layout;
    private final RowCursor cursor;
    private byte[] bytes = new byte[256];
    private int length;
    private Row row;

    public RowText(Layout layout) {
        this.layout = layout;
        this.cursor = new RowCursor(layout);
    }

    /** Makes an object of a row. */
    public RowText object(Row from) {
        begin(from);
        write(layout.root());
        return this;
    }

    /**
     * Makes a text of one part: texts as what they say, anything else as JSON.
     *
     * @param part one that the row {@linkplain Row#has has}
     */
    public RowText part(Row from, Node part) {
        begin(from);
        if (part instanceof Node.Leaf leaf) {
            writeLeaf(leaf, cursor.value(leaf), false);
        } else {
            write(part);
        }
        return this;
    }

    private void begin(Row from) {
        row = from;
        length = 0;
        cursor.begin(from);
    }

    /** Of the text that was made last; more follows behind it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of the text that was made last. */
    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void write(Node node) {
        if (node.nullable() && !cursor.isThere(node)) {
            ascii("null");
        } else if (node instanceof Node.Fields fields) {
            char before = '{';
            for (int i = 0; i < fields.children().size(); i++) {
                put(before);
                before = ',';
                string(fields.names().get(i));
                put(':');
                write(fields.children().get(i));
            }
            put('}');
        } else if (node instanceof Node.Elements elements) {
            put('[');
            for (int left = cursor.entries(elements); left > 0; left--) {
                write(elements.element());
                separate(left);
            }
            put(']');
        } else if (node instanceof Node.Entries entries) {
            put('{');
            for (int left = cursor.entries(entries); left > 0; left--) {
                write(entries.key());
                put(':');
                write(entries.value());
                separate(left);
            }
            put('}');
        } else {
            Node.Leaf leaf = (Node.Leaf) node;
            writeLeaf(leaf, cursor.value(leaf), true);
        }
    }

    private void separate(int left) {
        if (left > 1) {
            put(',');
        }
    }

    private void writeLeaf(Node.Leaf leaf, long value, boolean quoted) {
        if (leaf.type() instanceof DecimalType type) {
            ascii(Decimals.number(type, value, row).toPlainString());
            return;
        }
        switch ((Scalar) leaf.type()) {
            case BOOLEAN -> ascii(value != 0 ? "true" : "false");
            case SMALL_LONG, LONG -> ascii(Long.toString(value));
            case DOUBLE -> number(Double.longBitsToDouble(value), quoted);
            case STRING -> string(row.array(value), Row.start(value), Row.length(value), quoted);
            case BYTES -> string(Base64.getEncoder().encode(copy(value)), quoted);
            case DATE -> ascii(LocalDate.ofEpochDay(value).toString(), quoted);
            case TIME_MILLIS -> ascii(LocalTime.ofNanoOfDay(value * 1_000_000).toString(), quoted);
            case TIME_MICROS -> ascii(LocalTime.ofNanoOfDay(value * 1_000).toString(), quoted);
            case TIMESTAMP_MILLIS -> ascii(Instant.ofEpochMilli(value).toString(), quoted);
            case TIMESTAMP_MICROS -> {
                long nanos = 1_000 * Math.floorMod(value, 1_000_000L);
                ascii(
                        Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000L), nanos)
                                .toString(),
                        quoted);
            }
            case UUID -> {
                ByteBuffer uuid = ByteBuffer.wrap(copy(value));
                ascii(new UUID(uuid.getLong(), uuid.getLong()).toString(), quoted);
            }
            case NOTHING -> throw new IllegalStateException("a column without a type");
        }
    }

    private byte[] copy(long value) {
        return Arrays.copyOfRange(row.array(value), Row.start(value), Row.start(value) + Row.length(value));
    }

    private void number(double value, boolean quoted) {
        ascii(Double.toString(value), quoted && !Double.isFinite(value));
    }

    private void string(String text) {
        string(text.getBytes(StandardCharsets.UTF_8), true);
    }

    private void string(byte[] text, boolean quoted) {
        string(text, 0, text.length, quoted);
    }

    private void string(byte[] text, int start, int count, boolean quoted) {
        if (!quoted) {
            append(text, start, count);
            return;
        }
        put('"');
        int from = start;
        for (int at = start; at < start + count; at++) {
            byte each = text[at];
            if ((each >= 0 && each < ' ') || each == '"' || each == '\\') {
                append(text, from, at - from);
                escape(each);
                from = at + 1;
            }
        }
        append(text, from, start + count - from);
        put('"');
    }

    private void escape(byte each) {
        put('\\');
        if (each < ' ') {
            ascii("u00");
            put((char) HEX[each >> 4]);
            put((char) HEX[each & 0xF]);
        } else {
            put((char) each);
        }
    }

    private void ascii(String text, boolean quoted) {
        if (quoted) {
            put('"');
        }
        ascii(text);
        if (quoted) {
            put('"');
        }
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void append(byte[] from, int start, int count) {
        reserve(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
