package io.millrace.sinks.s3;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A multipart upload, as any process can complete or abort it.
 *
 * @param record key of the object that keeps it on record until it is published or dropped
 * @param key of the object that it makes
 * @param handle of S3A
 * @param parts handles of S3A, in order; empty while not sealed
 */
record Upload(String record, String key, String handle, List<String> parts) {

    Upload {
        parts = List.copyOf(parts);
    }

    Upload sealed(List<String> all) {
        return new Upload(record, key, handle, all);
    }

    String encode() {
        return new JsonObject()
                .put("record", record)
                .put("key", key)
                .put("upload", handle)
                .put("parts", new JsonArray(parts))
                .encode();
    }

    static Upload parse(String text) {
        JsonObject json = new JsonObject(text);
        return new Upload(
                json.getString("record"),
                json.getString("key"),
                json.getString("upload"),
                json.getJsonArray("parts").stream().map(String.class::cast).toList());
    }
}
