package io.millrace.sinks.file;

import io.millrace.sinks.writer.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is being written in the private folder. */
final class FileOutput extends Output {

    private final Path file;
    private final String handle;
    private final FileChannel channel;
    private long bytes;

    /** @param file must not be there yet */
    FileOutput(Path file, String handle) throws IOException {
        this.file = file;
        this.handle = handle;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        write(channel, source, offset, length);
        bytes += length;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String seal() throws IOException {
        channel.force(false);
        channel.close();
        FileStorage.force(file.getParent());
        return handle;
    }

    @Override
    public void drop() {
        try {
            channel.close();
        } catch (IOException unwritten) {
            // it is not wanted any more
        }
        deleteQuietly(file);
    }

    static void write(FileChannel channel, byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException garbageStays) {
            // the next owner of the partition removes it
        }
    }
}
