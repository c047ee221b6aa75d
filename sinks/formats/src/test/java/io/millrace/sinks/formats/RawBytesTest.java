package io.millrace.sinks.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RawBytesTest {

    private static final byte[] ANYTHING = {0, -1, '{', '\n', -128};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesAnyBytesWithALineFeedBehindThem() throws IOException {
        Format format = new RawBytes(TextSettings.DEFAULTS);
        assertThat(format.extension()).isEqualTo(".bin");
        write(format, ANYTHING, new byte[0], new byte[] {'a'});
        assertThat(out.toByteArray()).containsExactly(0, -1, '{', '\n', -128, '\n', '\n', 'a', '\n');
    }

    @Test
    void takesExtensionAndSeparatorAsTheyAreSet() throws IOException {
        Format format = new RawBytes(new TextSettings(Compression.NONE, -1, null, null, ".msg", "ü|"));
        assertThat(format.extension()).isEqualTo(".msg");
        write(format, new byte[] {'a'}, new byte[] {'b'});
        assertThat(out).hasToString("aü|bü|");
        out.reset();
        write(new RawBytes(new TextSettings(Compression.NONE, -1, null, null, null, "")), ANYTHING, ANYTHING);
        assertThat(out.toByteArray()).hasSize(2 * ANYTHING.length);
    }

    @Test
    void rejectsATombstone() {
        assertThatThrownBy(() -> write(new RawBytes(TextSettings.DEFAULTS), (byte[]) null))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("the record has no value, so there are no bytes to write");
    }

    private void write(Format format, byte[]... values) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            for (byte[] value : values) {
                assertThat(encoder.write(new TestRecord("t", 0, 0, 0, null, value)))
                        .isTrue();
            }
            encoder.finish();
        }
    }
}
