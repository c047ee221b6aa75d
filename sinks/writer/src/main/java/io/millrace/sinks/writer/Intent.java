package io.millrace.sinks.writer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The promise that a flush becomes visible as a whole.
 *
 * @param number counts up from 0 within an {@link Area}
 * @param start end of the intent before; of the first one, the offset the sink began at
 * @param end offset after the last that the flush covers
 * @param files what becomes visible
 */
public record Intent(long number, long start, long end, List<File> files) {

    public Intent {
        files = List.copyOf(files);
    }

    /**
     * A file of a flush.
     *
     * @param output the handle of the sealed output
     * @param name what it is published as
     * @param firstOffset of its first record
     * @param lastOffset of its last record
     * @param records in it, at least 1
     * @param bytes in it
     * @param schemaVersion that it tells; 0 for formats without a schema
     */
    public record File(
            String output,
            String name,
            long firstOffset,
            long lastOffset,
            long records,
            long bytes,
            int schemaVersion) {}

    byte[] toBytes() {
        JsonArray list = new JsonArray();
        for (File file : files) {
            list.add(new JsonObject()
                    .put("output", file.output)
                    .put("name", file.name)
                    .put("firstOffset", file.firstOffset)
                    .put("lastOffset", file.lastOffset)
                    .put("records", file.records)
                    .put("bytes", file.bytes)
                    .put("schemaVersion", file.schemaVersion));
        }
        return new JsonObject()
                .put("number", number)
                .put("start", start)
                .put("end", end)
                .put("files", list)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    static Intent parse(byte[] content) {
        JsonObject json = new JsonObject(new String(content, StandardCharsets.UTF_8));
        List<File> files = json.getJsonArray("files").stream()
                .map(JsonObject.class::cast)
                .map(file -> new File(
                        file.getString("output"),
                        file.getString("name"),
                        file.getLong("firstOffset"),
                        file.getLong("lastOffset"),
                        file.getLong("records"),
                        file.getLong("bytes"),
                        file.getInteger("schemaVersion", 0)))
                .toList();
        return new Intent(json.getLong("number"), json.getLong("start"), json.getLong("end"), files);
    }
}
