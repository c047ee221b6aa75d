package io.millrace.sinks.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Somebody who lists and reads a bucket, by AWS's own client. */
final class Lister implements AutoCloseable {

    private final S3Client client;

    Lister(String endpoint, String... key) {
        client = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_WEST_2)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key[0], key[1])))
                .build();
    }

    S3Client client() {
        return client;
    }

    List<String> keys(String bucket, String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    /** Text by key. */
    Map<String, String> texts(String bucket, String prefix) {
        Map<String, String> texts = new TreeMap<>();
        for (String key : keys(bucket, prefix)) {
            texts.put(key, new String(bytes(bucket, key), StandardCharsets.UTF_8));
        }
        return texts;
    }

    byte[] bytes(String bucket, String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArray();
    }

    /** Keys of uploads that are neither completed nor aborted. */
    List<String> uploads(String bucket) {
        return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .map(MultipartUpload::key)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
