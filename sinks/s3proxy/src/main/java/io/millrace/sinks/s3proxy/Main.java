package io.millrace.sinks.s3proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** Serves a folder until the process ends. */
public final class Main {

    private Main() {}

    /** @param arguments a file with s3proxy's settings; the folder of the objects; a folder for what is being written */
    public static void main(String[] arguments) throws Exception {
        Path objects = Path.of(arguments[1]);
        WholeObjects store = new WholeObjects(
                new FilesystemNio2BlobStore(objects.toString()),
                objects,
                Files.createDirectories(Path.of(arguments[2])));
        store.removeLeftOver();
        S3Proxy.Builder.fromProperties(settings(Path.of(arguments[0])))
                .blobStore(new BucketsOnDemand(store))
                .build()
                .start();
    }

    private static Properties settings(Path file) throws IOException {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            settings.load(in);
        }
        return settings;
    }
}
