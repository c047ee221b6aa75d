package io.millrace.sinks.s3;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BBPartHandle;
import org.apache.hadoop.fs.BBUploadHandle;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UploadHandle;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.impl.PutObjectOptions;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.functional.FutureIO;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket, reached through S3A. Thread-safe; calls block. Keys are names without a slash in front. */
final class Bucket implements AutoCloseable {

    private static final int MAX_UPLOADS = 8;
    private static final int PRECONDITION_FAILED = 412;

    private final String name;
    private final S3AFileSystem files;
    private final MultipartUploader uploader;
    private final ExecutorService uploads;

    private Bucket(String name, S3AFileSystem files) throws IOException {
        this.name = name;
        this.files = files;
        this.uploader =
                files.createMultipartUploader(new Path("s3a://" + name + "/")).build();
        this.uploads = uploadThreads(name);
    }

    /** Makes a client; asks nothing of the store yet. */
    static Bucket open(Connection connection) throws IOException {
        // Else Hadoop asks the operating system, which in a container may not know its own user.
        UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser("millrace"));
        Configuration configuration = connection.toHadoop();
        S3AFileSystem files = new S3AFileSystem();
        try {
            files.initialize(new Path("s3a://" + connection.bucket() + "/").toUri(), configuration);
            return new Bucket(connection.bucket(), files);
        } catch (IOException | RuntimeException failure) {
            files.close();
            throw failure;
        }
    }

    private static ExecutorService uploadThreads(String bucket) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_UPLOADS, MAX_UPLOADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "s3-" + bucket + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(Bucket.class.getClassLoader());
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Does something on a thread of the bucket's, of which there are few. */
    <T> Future<T> submit(Callable<T> task) {
        return uploads.submit(task);
    }

    /** Asks whether the bucket is there and may be listed. */
    void check() throws IOException {
        ask(client -> client.listObjectsV2(request -> request.bucket(name).maxKeys(1)));
    }

    /** Makes the bucket, or leaves it when it is there. */
    void make() throws IOException {
        ask(client -> {
            try {
                return client.createBucket(request -> request.bucket(name));
            } catch (BucketAlreadyOwnedByYouException there) {
                return there;
            }
        });
    }

    /** Sets an object's tags. */
    void tag(String key, List<Tag> tags) throws IOException {
        ask(client ->
                client.putObjectTagging(request -> request.bucket(name).key(key).tagging(set -> set.tagSet(tags))));
    }

    /** What S3A has no call for. */
    private interface Question {
        Object ask(S3Client client);
    }

    private void ask(Question question) throws IOException {
        try {
            question.ask(files.getS3AInternals().getAmazonS3Client("millrace"));
        } catch (SdkException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Begins an upload. */
    String begin(String key) throws IOException {
        return encode(await(uploader.startUpload(path(key))).toByteArray());
    }

    /**
     * Uploads a part.
     *
     * @param content supports mark and reset, for a second try
     */
    String put(String upload, String key, int number, boolean last, InputStream content, long length)
            throws IOException {
        return encode(await(uploader.putPart(handle(upload), number, last, path(key), content, length))
                .toByteArray());
    }

    /** Makes an upload visible, with its parts in order. */
    void complete(String upload, String key, List<String> parts) throws IOException {
        Map<Integer, PartHandle> handles = new TreeMap<>();
        for (String part : parts) {
            handles.put(handles.size() + 1, BBPartHandle.from(decode(part)));
        }
        await(uploader.complete(handle(upload), path(key), handles));
    }

    void abort(String upload, String key) throws IOException {
        await(uploader.abort(handle(upload), path(key)));
    }

    /** @return false when there is an object of that key */
    boolean createNew(String key, byte[] content) throws IOException {
        try {
            put(key, content, request -> request.ifNoneMatch("*"));
            return true;
        } catch (IOException failure) {
            if (failure.getCause() instanceof S3Exception refused && refused.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw failure;
        }
    }

    void put(String key, byte[] content) throws IOException {
        put(key, content, request -> {});
    }

    /** In one request, with what S3A's settings say of objects. */
    private void put(String key, byte[] content, Consumer<PutObjectRequest.Builder> more) throws IOException {
        PutObjectRequest.Builder request = files.getRequestFactory()
                .newPutObjectRequestBuilder(key(key), PutObjectOptions.defaultOptions(), content.length, false);
        more.accept(request);
        ask(client -> client.putObject(request.build(), RequestBody.fromBytes(content)));
    }

    Optional<byte[]> read(String key) throws IOException {
        try (FSDataInputStream in = files.open(path(key))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    boolean exists(String key) throws IOException {
        return files.exists(path(key));
    }

    /** Last parts of names under a folder. */
    List<String> list(String folder) throws IOException {
        try {
            List<String> names = new ArrayList<>();
            for (FileStatus status : files.listStatus(path(folder))) {
                names.add(status.getPath().getName());
            }
            return names;
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    /** Keys of all objects under a folder; {@code ""} for all. */
    List<String> listAll(String folder) throws IOException {
        try {
            List<String> keys = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> all = files.listFiles(path(folder), true);
            while (all.hasNext()) {
                keys.add(all.next().getPath().toUri().getPath().substring(1));
            }
            return keys;
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    /** Removes an object; nothing when there is none. */
    void delete(String key) throws IOException {
        String object = key(key);
        ask(client -> client.deleteObject(request -> request.bucket(name).key(object)));
    }

    private String key(String key) throws IOException {
        return path(key).toUri().getPath().substring(1);
    }

    /** @throws IOException when S3A would make another name of it */
    private Path path(String key) throws IOException {
        Path path = new Path("s3a", name, "/" + key);
        if (!path.toUri().getPath().equals("/" + key)) {
            throw new IOException(key + " cannot be the name of an object here");
        }
        return path;
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return FutureIO.awaitFuture(future);
        } catch (UncheckedIOException wrapped) {
            throw wrapped.getCause();
        }
    }

    private static String encode(byte[] handle) {
        return Base64.getEncoder().encodeToString(handle);
    }

    private static ByteBuffer decode(String handle) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(handle));
    }

    private static UploadHandle handle(String upload) {
        return BBUploadHandle.from(decode(upload));
    }

    @Override
    public void close() throws IOException {
        uploads.shutdownNow();
        files.close();
    }
}
