package io.millrace.sinks.s3proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Objects in a folder, of which nobody sees one that is not whole.
 *
 * <p>s3proxy writes an object {@code a/b} to {@code a/b-UUID} and renames it; whoever lists meanwhile sees both, and when the process
 * is killed it stays. So what is being written is noted, in memory and on disk: a name of that form is left out of lists while its
 * object is written, and removed at the next start.
 */
final class WholeObjects extends ForwardingBlobStore {

    private static final Pattern WRITTEN_TO =
            Pattern.compile("(.*)-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Path objects;
    private final Path notes;
    private final Set<Note> writing = ConcurrentHashMap.newKeySet();

    /** @param notes folder that exists, on which nothing else writes */
    WholeObjects(BlobStore store, Path objects, Path notes) {
        super(store);
        this.objects = objects;
        this.notes = notes;
    }

    /**
     * That an object is being written.
     *
     * @param id of the upload that is completed, or any other
     */
    private record Note(String id, String bucket, String key) {}

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        Note note = new Note(UUID.randomUUID().toString(), request.bucket(), request.key());
        return noting(note, () -> super.putBlob(request, content));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        Note note = new Note(UUID.randomUUID().toString(), request.destinationBucket(), request.destinationKey());
        return noting(note, () -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        Note note = new Note(upload.id(), upload.containerName(), upload.blobName());
        return noting(note, () -> super.completeMultipartUpload(upload, request));
    }

    private <T> T noting(Note note, Supplier<T> write) {
        Path file = notes.resolve(note.id());
        try {
            Files.writeString(file, note.bucket() + "\n" + note.key());
            writing.add(note);
            try {
                return write.get();
            } finally {
                writing.remove(note);
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response list = super.list(request);
        return list.toBuilder()
                .contents(list.contents().stream()
                        .filter(object -> isWhole(request.bucket(), object.key()))
                        .toList())
                .build();
    }

    private boolean isWhole(String bucket, String key) {
        Matcher name = WRITTEN_TO.matcher(key);
        if (!name.matches()) {
            return true;
        }
        String object = name.group(1);
        boolean written = writing.stream()
                .anyMatch(note -> note.bucket().equals(bucket) && note.key().equals(object));
        // What was written a moment ago is renamed by now.
        return !written && Files.exists(objects.resolve(bucket).resolve(key));
    }

    /**
     * Removes what a process before this one was writing when it ended; and what is left of an upload whose object is there, so that
     * who completes it again hears that it is completed.
     */
    void removeLeftOver() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(notes)) {
            for (Path file : files) {
                String[] note = Files.readString(file).split("\n", 2);
                if (note.length == 2) { // else it ended before it wrote anything
                    Path bucket = objects.resolve(note[0]);
                    Path object = bucket.resolve(note[1]);
                    // Somebody's own object of such a name is older.
                    remove(object, each -> isWrittenTo(each, object) && isSince(each, file));
                    if (isSince(object, file)) {
                        Path part = bucket.resolve(".mpus-" + file.getFileName() + "-" + note[1] + "-");
                        remove(
                                part,
                                each -> each.getFileName()
                                        .toString()
                                        .startsWith(part.getFileName().toString()));
                    }
                }
                Files.delete(file);
            }
        }
    }

    private static boolean isWrittenTo(Path file, Path object) {
        Matcher writtenTo = WRITTEN_TO.matcher(file.getFileName().toString());
        return writtenTo.matches()
                && writtenTo.group(1).equals(object.getFileName().toString());
    }

    private static boolean isSince(Path file, Path note) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(note)) >= 0;
    }

    /** Removes files beside one. */
    private static void remove(Path one, DirectoryStream.Filter<Path> which) throws IOException {
        if (Files.isDirectory(one.getParent())) {
            try (DirectoryStream<Path> siblings = Files.newDirectoryStream(one.getParent(), which)) {
                for (Path sibling : siblings) {
                    Files.delete(sibling);
                }
            }
        }
    }
}
