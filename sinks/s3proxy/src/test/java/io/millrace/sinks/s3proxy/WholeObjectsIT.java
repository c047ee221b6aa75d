package io.millrace.sinks.s3proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class WholeObjectsIT {

    private static final String BUCKET = "bucket";
    private static final String UUID_NAME = "a/b-0b6e1a6e-2a9f-4a7e-bb48-9269f658c124";
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private WholeObjects store;

    @BeforeEach
    void makeBucket() throws IOException {
        store = store(folder.resolve("now"));
        store.createContainer(BUCKET);
    }

    @Test
    void listsAnObjectWhenItIsWhole() {
        put("a/b", new Interrupted(() -> assertThat(keys(store)).isEmpty()));
        assertThat(keys(store)).containsExactly("a/b");
    }

    @Test
    void listsObjectsThatAreNamedLikeOneThatIsBeingWritten() {
        put(UUID_NAME, new ByteArrayInputStream(CONTENT));
        assertThat(keys(store)).containsExactly(UUID_NAME);
    }

    @Test
    void removesWhatAKilledProcessWasWriting() throws IOException {
        put(UUID_NAME, new ByteArrayInputStream(CONTENT));
        Path left = folder.resolve("left");
        put("a/b", new Interrupted(() -> copy(folder.resolve("now"), left)));
        assertThat(files(left.resolve("objects"))).isEqualTo(2);

        WholeObjects next = store(left);
        next.removeLeftOver();
        assertThat(keys(next)).containsExactly(UUID_NAME);
        assertThat(files(left)).isEqualTo(1);
    }

    @Test
    void removesWhatIsLeftOfAnUploadWhoseObjectIsThere() throws IOException {
        MultipartUpload upload = store.initiateMultipartUpload(
                CreateMultipartUploadRequest.builder().bucket(BUCKET).key("a/b").build());
        for (int part = 1; part <= 2; part++) {
            store.uploadMultipartPart(
                    upload,
                    UploadPartRequest.builder()
                            .bucket(BUCKET)
                            .key("a/b")
                            .uploadId(upload.id())
                            .partNumber(part)
                            .contentLength((long) CONTENT.length)
                            .build(),
                    new ByteArrayInputStream(CONTENT));
        }
        Path note = folder.resolve("now/notes").resolve(upload.id());
        Files.writeString(note, BUCKET + "\na/b");
        store.removeLeftOver();
        assertThat(store.listMultipartUpload(upload)).hasSize(2);

        Files.writeString(note, BUCKET + "\na/b");
        put("a/b", new ByteArrayInputStream(CONTENT));
        store.removeLeftOver();
        assertThat(store.listMultipartUpload(upload)).isEmpty();
        assertThat(keys(store)).containsExactly("a/b");
    }

    /** Something happens when half of it is read. */
    private static final class Interrupted extends FilterInputStream {

        private final Runnable meanwhile;
        private int reads;

        Interrupted(Runnable meanwhile) {
            super(new ByteArrayInputStream(CONTENT));
            this.meanwhile = meanwhile;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (reads++ == 1) {
                meanwhile.run();
            }
            return super.read(target, offset, Math.min(length, CONTENT.length / 2));
        }
    }

    private static WholeObjects store(Path place) throws IOException {
        Path objects = Files.createDirectories(place.resolve("objects"));
        return new WholeObjects(
                new FilesystemNio2BlobStore(objects.toString()),
                objects,
                Files.createDirectories(place.resolve("notes")));
    }

    private void put(String key, InputStream content) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key(key)
                        .contentLength((long) CONTENT.length)
                        .build(),
                content);
    }

    private static List<String> keys(WholeObjects store) {
        return store
                .list(ListObjectsV2Request.builder().bucket(BUCKET).prefix("a/").build())
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long files(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
