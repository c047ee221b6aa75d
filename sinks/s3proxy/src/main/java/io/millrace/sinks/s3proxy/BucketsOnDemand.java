package io.millrace.sinks.s3proxy;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A store whose buckets need not be made: one that is not there is empty, and there once something is written to it. */
final class BucketsOnDemand extends ForwardingBlobStore {

    BucketsOnDemand(BlobStore store) {
        super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        make(request.bucket());
        return super.putBlob(request, content);
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        make(request.bucket());
        return super.initiateMultipartUpload(request);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        return containerExists(request.bucket())
                ? super.list(request)
                : ListObjectsV2Response.builder().isTruncated(false).build();
    }

    private void make(String bucket) {
        if (!containerExists(bucket)) {
            createContainer(bucket);
        }
    }
}
