package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextFileTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"NONE,-1", "GZIP,-1", "GZIP,1", "GZIP,9", "ZSTD,-1", "ZSTD,1", "ZSTD,19"})
    void writesWhatCanBeReadBackWhateverTheSizes(Compression compression, int level) throws IOException {
        StringBuilder expected = new StringBuilder();
        try (TextFile file = new TextFile(out, new TextSettings(compression, level, null, null, null, null))) {
            for (int size = 1; size < 200_000; size = size * 3 / 2 + 1) {
                String value = "z".repeat(size);
                file.write(value.getBytes(UTF_8));
                file.write('\n');
                expected.append(value).append('\n');
            }
            file.finish();
        }
        assertThat(new String(read(compression, out.toByteArray()), UTF_8)).isEqualTo(expected.toString());
    }

    /** Those end between pages of a file system. */
    @Test
    void givesFullBuffersToTheFileWhereverRecordsEnd() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        OutputStream measured = new OutputStream() {
            @Override
            public void write(byte[] bytes, int start, int length) {
                sizes.add(length);
            }

            @Override
            public void write(int each) {
                sizes.add(1);
            }
        };
        try (TextFile file = new TextFile(measured, TextSettings.of(Compression.NONE))) {
            for (int size = 1; size < 200_000; size = size * 3 / 2 + 1) {
                file.write(new byte[size]);
                file.write('\n');
            }
            file.finish();
        }
        int last = sizes.remove(sizes.size() - 1);
        assertThat(sizes).hasSizeGreaterThan(5).allMatch(size -> size == 32 * 1024);
        assertThat(last).isLessThanOrEqualTo(32 * 1024);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void writesNothingWhenItIsClosedBeforeItsEnd(Compression compression) throws IOException {
        TextFile file = new TextFile(out, TextSettings.of(compression));
        file.write(new byte[1000]);
        int before = out.size();
        file.close();
        file.close();
        assertThat(out.size()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void isReadBackWholeWhenItsMemoryWasWantedInBetween(Compression compression) throws IOException {
        StringBuilder expected = new StringBuilder();
        try (TextFile file = new TextFile(out, TextSettings.of(compression))) {
            for (int i = 0; i < 20_000; i++) {
                String value = "value " + i + '\n';
                file.write(value.getBytes(UTF_8));
                expected.append(value);
                if (i % 9_000 == 0) {
                    assertThat(file.held()).isPositive();
                    file.spill();
                    assertThat(file.held()).isZero();
                }
            }
            file.finish();
        }
        assertThat(new String(read(compression, out.toByteArray()), UTF_8)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void takesLittleMemoryWhileThereIsLittleInIt(Compression compression) throws IOException {
        try (TextFile file = new TextFile(out, TextSettings.of(compression))) {
            file.write(new byte[1000]);
            assertThat(file.held()).isLessThan(4 * 1024);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void mayBeEmpty(Compression compression) throws IOException {
        try (TextFile file = new TextFile(out, TextSettings.of(compression))) {
            file.finish();
        }
        assertThat(read(compression, out.toByteArray())).isEmpty();
    }

    @Test
    void hasNoReadableFrameWithoutAnEnd() throws IOException {
        TextFile file = new TextFile(out, TextSettings.of(Compression.ZSTD));
        file.write(new byte[1 << 20]);
        file.close();
        assertThatThrownBy(() -> read(Compression.ZSTD, out.toByteArray())).isInstanceOf(IOException.class);
    }

    static byte[] read(Compression compression, byte[] written) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(written);
        try (InputStream in = switch (compression) {
            case NONE -> bytes;
            case GZIP -> new GZIPInputStream(bytes);
            case ZSTD -> new ZstdInputStream(bytes);
        }) {
            return in.readAllBytes();
        }
    }
}
