package io.millrace.sinks.formats.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A stream as parquet-java writes to it. The stream is left open: whoever made it closes it. One thread.
 *
 * @param start where in the file the next byte is, 0 or more
 */
public record StreamFile(OutputStream out, long start) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSize) {
        return new PositionOutputStream() {

            private long position = start;

            @Override
            public long getPos() {
                return position;
            }

            @Override
            public void write(int oneByte) throws IOException {
                out.write(oneByte);
                position++;
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                out.write(bytes, start, length);
                position += length;
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
        return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
