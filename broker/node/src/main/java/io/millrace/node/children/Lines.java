package io.millrace.node.children;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes as they come. One thread. */
final class Lines {

    private static final int LONGEST = 8 << 10;

    private final Consumer<String> taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean brokenOff; // what comes first may be the end of a line that was told

    Lines(Consumer<String> taker) {
        this.taker = taker;
    }

    void take(byte[] bytes, int count) {
        int from = brokenOff && bytes[0] == '\n' ? 1 : 0;
        brokenOff = false;
        for (int i = from; i < count; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                tell();
                from = i + 1;
            } else if (line.size() + i - from >= LONGEST) {
                line.write(bytes, from, i - from);
                tell();
                from = i;
            }
        }
        line.write(bytes, from, count - from);
    }

    /** Whether a line has begun. */
    boolean isWithinOne() {
        return line.size() > 0;
    }

    /** What has begun is a line; its end may still come. */
    void breakOff() {
        if (isWithinOne()) {
            tell();
            brokenOff = true;
        }
    }

    private void tell() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        taker.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
