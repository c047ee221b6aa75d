package io.millrace.connectors.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static final int LIMIT = 4096;

    @Test
    void cutsAtEveryKindOfLineEnd() throws IOException {
        assertThat(lines("a\nb\r\n\n\rc\r\nlast", false)).containsExactly("1 a", "2 b", "3 ", "4 \rc", "5 last");
        assertThat(lines("a\n", false)).containsExactly("1 a");
        assertThat(lines("", false)).isEmpty();
    }

    @Test
    void leavesOutAByteOrderMarkAtTheStartOnly() throws IOException {
        assertThat(lines("\uFEFFa\n\uFEFFb", false)).containsExactly("1 a", "2 \uFEFFb");
    }

    @Test
    void keepsARowWithLineBreaksInsideQuotesTogether() throws IOException {
        assertThat(lines("a,\"b\nc\"\"\n\",d\ne,\"f\"\ng\"h,i\nj", true))
                .containsExactly("1 a,\"b\nc\"\"\n\",d", "4 e,\"f\"", "5 g\"h,i", "6 j");
    }

    @Test
    void saysThatALineIsTooLongAndGoesOnAfterIt() throws IOException {
        String whole = "x".repeat(LIMIT);
        LineReader reader = reader(whole + "\n" + whole + "y\nafter\n" + "z".repeat(3_000_000), false);

        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isFalse();
        assertThat(reader.line()).hasSize(LIMIT);
        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isTrue();
        assertThat(reader.line()).hasSize(1024);
        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isFalse();
        assertThat(reader.line()).asString(UTF_8).isEqualTo("after");
        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isTrue();
        assertThat(reader.number()).isEqualTo(4);
        assertThat(reader.next()).isFalse();
        assertThat(reader.offset()).isEqualTo(2 * LIMIT + 1 + 2 + 6 + 3_000_000);
    }

    @Test
    void goesOnFromAnyLine() throws IOException {
        String text = "a,\"x\ny\"\r\nb\n\n" + "c".repeat(2000) + "\nd";
        LineReader first = reader(text, true);
        List<String> all = lines(text, true);
        for (int taken = 1; first.next(); taken++) {
            LineReader again = reader(text, true);
            again.next();
            again.skipTo(first.offset(), first.lines());

            assertThat(rest(again)).isEqualTo(all.subList(taken, all.size()));
        }
    }

    private static List<String> lines(String text, boolean csv) throws IOException {
        List<String> lines = rest(reader(text, csv));
        assertThat(rest(new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), csv, LIMIT)))
                .isEqualTo(lines);
        return lines;
    }

    private static List<String> rest(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(reader.number() + " " + new String(reader.line(), UTF_8));
        }
        return lines;
    }

    /** Of a stream that gives few bytes at a time. */
    private static LineReader reader(String text, boolean csv) {
        InputStream slow = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + length % 7));
            }
        };
        return new LineReader(slow, csv, LIMIT);
    }
}
