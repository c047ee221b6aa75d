package io.millrace.dist.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a node's embedded store, as anybody sees it who has AWS's own client. */
final class EmbeddedBucket implements AutoCloseable {

    private final String name;
    private final int port;
    private final S3Client client;

    /** The store must have been started once; it need not run now. */
    EmbeddedBucket(Path dataDir, String name) throws IOException {
        this.name = name;
        List<String> key = key(dataDir);
        this.port = port(dataDir);
        this.client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_WEST_2)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.get(0), key.get(1))))
                .build();
    }

    /** Where its objects are on disk, by their keys. */
    static Path folder(Path dataDir, String name) {
        return dataDir.resolve("s3").resolve("objects").resolve(name);
    }

    /** Of the store now; it may take another one when it is started again. */
    static int port(Path dataDir) throws IOException {
        return Integer.parseInt(Files.readString(dataDir.resolve("s3/port")).strip());
    }

    int port() {
        return port;
    }

    /** Access key and secret. */
    static List<String> key(Path dataDir) throws IOException {
        return Files.readAllLines(dataDir.resolve("s3/credentials")).stream()
                .filter(line -> line.contains(" = "))
                .map(line -> line.substring(line.indexOf(" = ") + 3))
                .toList();
    }

    /** Sizes of objects by key. */
    Map<String, Long> list(String prefix) {
        Map<String, Long> sizes = new TreeMap<>();
        client.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .forEach(object -> sizes.put(object.key(), object.size()));
        return sizes;
    }

    /** Copies objects to files that are named by their keys. */
    void download(String prefix, Path to) throws IOException {
        for (String key : list(prefix).keySet()) {
            Path file = to.resolve(key);
            Files.createDirectories(file.getParent());
            client.getObject(request -> request.bucket(name).key(key), file);
        }
    }

    void make() {
        client.createBucket(request -> request.bucket(name));
    }

    @Override
    public void close() {
        client.close();
    }
}
