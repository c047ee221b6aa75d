package io.millrace.sinks.s3proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

class BucketsOnDemandIT {

    @TempDir
    private Path folder;

    @Test
    void listsABucketThatIsNotThereAsEmptyWithoutMakingIt() {
        BlobStore store = open();
        assertThat(store.list(all()).contents()).isEmpty();
        assertThat(store.containerExists("quakes")).isFalse();
    }

    @Test
    void makesTheBucketOfTheFirstObject() {
        BlobStore store = open();
        for (String key : new String[] {"a", "b"}) {
            store.putBlob(
                    PutObjectRequest.builder()
                            .bucket("quakes")
                            .key(key)
                            .contentLength(1L)
                            .build(),
                    new ByteArrayInputStream(new byte[1]));
        }
        assertThat(store.list(all()).contents()).extracting(S3Object::key).containsExactly("a", "b");
    }

    @Test
    void makesTheBucketOfTheFirstUpload() {
        BlobStore store = open();
        store.initiateMultipartUpload(
                CreateMultipartUploadRequest.builder().bucket("quakes").key("a").build());
        assertThat(store.containerExists("quakes")).isTrue();
    }

    private BlobStore open() {
        return new BucketsOnDemand(new FilesystemNio2BlobStore(folder.toString()));
    }

    private static ListObjectsV2Request all() {
        return ListObjectsV2Request.builder().bucket("quakes").build();
    }
}
