package io.millrace.processing.flink.engine;

import io.millrace.api.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets Flink's file system for {@code s3:} paths, a plugin of Flink's, go to the node's object store. */
public final class S3FileSystem {

    private S3FileSystem() {}

    /**
     * Settings of Flink; there is a secret among them. Without a key Flink looks for credentials in its environment and at AWS.
     *
     * <p>Source: Flink's documentation, Amazon S3, configure access credentials.
     */
    public static Map<String, String> settings(ObjectStore.Access access) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (!access.endpoint().isEmpty()) {
            settings.put("s3.endpoint", access.endpoint());
        }
        settings.put("s3.endpoint.region", access.region());
        settings.put("s3.path.style.access", Boolean.toString(access.pathStyle()));
        if (access.accessKeyId() != null) {
            settings.put("s3.access-key", access.accessKeyId());
            settings.put("s3.secret-key", access.secretAccessKey().reveal());
        }
        return settings;
    }
}
