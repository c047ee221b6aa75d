package io.millrace.node.children;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes as they come. One thread. */
final class Lines {

    private static final int LONGEST = 8 << 10;

    private final Consumer<String> taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(Consumer<String> taker) {
        this.taker = taker;
    }

    void take(byte[] bytes, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
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

    /** Nothing more comes: what is left is a line. */
    void end() {
        if (line.size() > 0) {
            tell();
        }
    }

    private void tell() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        taker.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
