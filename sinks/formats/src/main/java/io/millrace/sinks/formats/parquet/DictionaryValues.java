package io.millrace.sinks.formats.parquet;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Values that begin as positions in a dictionary. When that does not pay on the first page, or the dictionary grows too large, what
 * follows is written plainly.
 */
abstract class DictionaryValues extends Values {

    private static final int MAX_DICTIONARY_BYTES = 1 << 20;
    private static final int LEAST = 16;

    private int[] positions = new int[LEAST];
    private int count;
    private boolean looking = true; // new values are looked up in the dictionary
    private boolean judged; // a page has been written
    private boolean used; // a page refers to the dictionary

    /** Entries of the dictionary. */
    abstract int size();

    /** Bytes of the dictionary as a page. */
    abstract int dictionaryBytes();

    abstract void encodeDictionary(Buffer out);

    abstract void freeDictionary();

    /** Bytes of memory of the dictionary. */
    abstract int dictionaryHeld();

    /** Bytes that this page's positions would take as plain values. */
    abstract int spelledBytes();

    /** Puts the value at a position to {@link #plain}. */
    abstract void spell(int position);

    abstract void bounds(Statistics<?> statistics);

    abstract void beginPage();

    protected final boolean isLooking() {
        return looking;
    }

    /** Positions in this page. */
    protected final int count() {
        return count;
    }

    protected final void addPosition(int position) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
        }
        positions[count++] = position;
    }

    @Override
    final int bytes() {
        return plain.length() + count * Short.BYTES;
    }

    @Override
    final boolean isDictionaryFull() {
        return looking && dictionaryBytes() > MAX_DICTIONARY_BYTES;
    }

    @Override
    final Encoding encode(Buffer out, Statistics<?> statistics) {
        int width = Runs.width(Math.max(0, size() - 1));
        if (looking && !judged && dictionaryBytes() + (long) count * width / Byte.SIZE >= spelledBytes()) {
            for (int i = 0; i < count; i++) {
                spell(positions[i]);
            }
            count = 0;
            looking = false;
        }
        judged = true;
        if (statistics != null && count + plain.length() > 0) {
            bounds(statistics);
        }
        Encoding encoding = looking ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
        if (looking) {
            out.put(width);
            Runs.encode(positions, count, width, out);
            used = true;
            looking = !isDictionaryFull();
        } else {
            out.put(plain);
        }
        if (!looking) {
            positions = new int[0];
            if (!used) {
                freeDictionary();
            }
        }
        count = 0;
        plain.clear();
        beginPage();
        return encoding;
    }

    @Override
    final DictionaryPage dictionary(Buffer out) {
        if (!used) {
            return null;
        }
        out.clear();
        encodeDictionary(out);
        return new DictionaryPage(BytesInput.from(out.array(), 0, out.length()), size(), Encoding.PLAIN);
    }

    @Override
    final int held() {
        return positions.length * Integer.BYTES + plain.capacity() + dictionaryHeld();
    }
}
