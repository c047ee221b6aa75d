package io.millrace.sinks.formats.parquet;

import java.util.Arrays;

/** The definition or repetition levels of a page. While all of them are the same, they are only counted. */
final class Levels {

    private static final int LEAST = 32;

    private final int width;
    private int[] levels; // null while they are the same
    private int count;
    private int same;

    /** @param most the highest level; with 0 nothing is kept, for nothing is written */
    Levels(int most) {
        this.width = Runs.width(most);
    }

    int count() {
        return count;
    }

    int get(int index) {
        return levels == null ? same : levels[index];
    }

    void add(int level) {
        if (levels == null && (level == same || count == 0)) {
            same = level;
            count++;
        } else {
            append(level);
        }
    }

    private void append(int level) {
        if (levels == null) {
            levels = new int[Math.max(LEAST, 2 * count)];
            Arrays.fill(levels, 0, count, same);
        } else if (count == levels.length) {
            levels = Arrays.copyOf(levels, 2 * count);
        }
        levels[count++] = level;
    }

    /** Writes them, and begins the next page. */
    void encode(Buffer out) {
        if (width > 0) {
            int start = out.length();
            out.putInt(0);
            if (levels == null) {
                Runs.run(same, count, width, out);
            } else {
                Runs.encode(levels, count, width, out);
            }
            out.setInt(start, out.length() - start - Integer.BYTES);
        }
        count = 0;
        levels = null;
    }

    /** Bytes of memory. */
    int held() {
        return levels == null ? 0 : levels.length * Integer.BYTES;
    }
}
