package io.millrace.sinks.s3;

import io.millrace.api.problem.Problem;
import io.millrace.sinks.writer.Area;
import io.millrace.sinks.writer.Intent;
import io.millrace.sinks.writer.Output;
import io.millrace.sinks.writer.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bucket as a place for objects: see the package's description for what is atomic in it. */
final class S3Storage implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);

    private final Connection connection;
    private final Source source;
    private final long partSize;
    private final Tagging tagging;
    private final Path spool;
    private final String session = UUID.randomUUID().toString();
    private long made;

    /** Where the bucket comes from, each time it is needed. */
    interface Source {
        Bucket get() throws IOException;
    }

    /** @param spool folder for what is not uploaded yet; made when it is not there */
    S3Storage(Connection connection, Source source, long partSize, Tagging tagging, Path spool) {
        this.connection = connection;
        this.source = source;
        this.partSize = partSize;
        this.tagging = tagging;
        this.spool = spool;
    }

    @Override
    public Output create(Area area, String name) throws IOException {
        return new S3Output(source.get(), area.outputs() + "/" + session + "-" + made++, name, partSize, spool);
    }

    @Override
    public List<String> unpublished(Area area) throws IOException {
        Bucket bucket = source.get();
        List<String> handles = new ArrayList<>();
        for (String record : bucket.list(area.outputs())) {
            // It may be gone by now: an owner that is late publishes it.
            bucket.read(area.outputs() + "/" + record)
                    .map(content -> new String(content, StandardCharsets.UTF_8))
                    .ifPresent(handles::add);
        }
        return handles;
    }

    @Override
    public void drop(String handle) {
        try {
            abort(source.get(), Upload.parse(handle));
        } catch (IOException garbageStays) {
            LOG.atDebug()
                    .addKeyValue("error", garbageStays.getMessage())
                    .log("An upload stays until the partition's next owner aborts it");
        }
    }

    static void abort(Bucket bucket, Upload upload) throws IOException {
        try {
            bucket.abort(upload.handle(), upload.key());
        } catch (FileNotFoundException gone) {
            // so it is published, or aborted
        }
        bucket.delete(upload.record());
    }

    @Override
    public List<Intent.File> publish(List<Intent.File> files) throws IOException {
        Bucket bucket = source.get();
        List<Future<Boolean>> completions = new ArrayList<>();
        for (Intent.File file : files) {
            completions.add(bucket.submit(() -> complete(bucket, file)));
        }
        List<Intent.File> missing = new ArrayList<>();
        IOException failure = null;
        for (int i = 0; i < files.size(); i++) {
            try {
                if (!S3Output.result(completions.get(i))) {
                    missing.add(files.get(i));
                }
            } catch (IOException failed) {
                failure = failed; // when all have come to an end
            }
        }
        if (failure != null) {
            throw failure;
        }
        return missing;
    }

    /** @return false when there is neither the upload nor the object */
    private boolean complete(Bucket bucket, Intent.File file) throws IOException {
        Upload upload = Upload.parse(file.output());
        try {
            bucket.complete(upload.handle(), upload.key(), upload.parts());
        } catch (FileNotFoundException gone) {
            if (!bucket.exists(upload.key())) {
                return false;
            }
        }
        if (tagging.enabled()) {
            tag(bucket, file);
        }
        bucket.delete(upload.record());
        return true;
    }

    private void tag(Bucket bucket, Intent.File file) throws IOException {
        try {
            bucket.tag(file.name(), tagging.of(file));
        } catch (IOException failure) {
            if (tagging.needed()) {
                throw failure;
            }
            LOG.atWarn().addKeyValue("error", failure.getMessage()).log("An object stays without tags");
        }
    }

    @Override
    public boolean createNew(String name, byte[] content) throws IOException {
        return source.get().createNew(name, content);
    }

    @Override
    public void mark(String name) throws IOException {
        source.get().put(name, new byte[0]);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return source.get().read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return source.get().list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        source.get().delete(name);
    }

    @Override
    public void deleteAll(String folder) throws IOException {
        Bucket bucket = source.get();
        for (String key : bucket.listAll(folder)) {
            bucket.delete(key);
        }
    }

    @Override
    public Problem explain(IOException failure) {
        return S3Problems.explain(failure, connection);
    }

    /** {@code s3://bucket}. */
    @Override
    public String toString() {
        return connection.toString();
    }
}
