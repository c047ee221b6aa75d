package io.millrace.sinks.s3;

import io.millrace.sinks.writer.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * An object that is being written. What is not uploaded waits in a file without a name, which takes no memory and is gone with the
 * process; each full part is uploaded while writing goes on.
 */
final class S3Output extends Output {

    private final Bucket bucket;
    private final String record;
    private final String key;
    private final long partSize;
    private final FileChannel waiting;
    private final List<Future<String>> parts = new ArrayList<>();
    private Upload upload; // null before the first part; guarded by this
    private boolean dropped; // guarded by this
    private long bytes;
    private long cut; // where the part begins that is not full
    private boolean finished;

    /**
     * @param record key under which the upload is on record
     * @param folder for what waits
     */
    S3Output(Bucket bucket, String record, String key, long partSize, Path folder) throws IOException {
        this.bucket = bucket;
        this.record = record;
        this.key = key;
        this.partSize = partSize;
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "part", null);
        this.waiting = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        while (buffer.hasRemaining()) {
            waiting.write(buffer);
        }
        bytes += length;
        if (bytes - cut >= partSize) {
            uploadPart(false);
        }
    }

    private void uploadPart(boolean last) {
        int number = parts.size() + 1;
        long from = cut;
        long to = bytes;
        cut = bytes;
        parts.add(bucket.submit(() -> {
            try (InputStream content = new FilePart(waiting, from, to)) {
                return bucket.put(begin(), key, number, last, content, to - from);
            }
        }));
    }

    /** The upload, which is on record before it gets a part. */
    private synchronized String begin() throws IOException {
        if (dropped) {
            throw new IOException(key + " is given up");
        }
        if (upload == null) {
            Upload begun = new Upload(record, key, bucket.begin(key), List.of());
            bucket.put(record, begun.encode().getBytes(StandardCharsets.UTF_8));
            upload = begun;
        }
        return upload.handle();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void finish() {
        if (bytes > cut || parts.isEmpty()) {
            uploadPart(true);
        }
        finished = true;
    }

    @Override
    public String seal() throws IOException {
        if (!finished) {
            finish();
        }
        List<String> handles = new ArrayList<>();
        for (Future<String> part : parts) {
            handles.add(result(part));
        }
        waiting.close();
        synchronized (this) {
            return upload.sealed(handles).encode();
        }
    }

    static <T> T result(Future<T> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void drop() {
        parts.forEach(part -> part.cancel(false));
        Upload begun;
        synchronized (this) {
            dropped = true;
            begun = upload;
        }
        try {
            waiting.close();
            if (begun != null) {
                S3Storage.abort(bucket, begun);
            }
        } catch (IOException garbageStays) {
            // the next owner of the partition removes it
        }
    }

    /** A span of the file, read from its own position, so that spans can be read at the same time. */
    private static final class FilePart extends InputStream {

        private final FileChannel file;
        private final long end;
        private long position;
        private long mark;

        FilePart(FileChannel file, long start, long end) {
            this.file = file;
            this.end = end;
            this.position = start;
            this.mark = start;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position >= end) {
                return -1;
            }
            int count = file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)), position);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public void mark(int limit) {
            mark = position;
        }

        @Override
        public void reset() {
            position = mark;
        }
    }
}
