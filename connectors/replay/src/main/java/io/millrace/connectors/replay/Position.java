package io.millrace.connectors.replay;

import io.vertx.core.json.JsonObject;

/**
 * Where to go on in a file.
 *
 * @param digest of the file's content, so that another file is noticed
 * @param loop how often the file has been read to its end
 * @param line lines read in this loop
 * @param offset bytes of the (uncompressed) content read in this loop, to get there without looking at lines
 */
record Position(String digest, long loop, long line, long offset) {

    static Position startOf(String digest) {
        return new Position(digest, 0, 0, 0);
    }

    static Position fromJson(JsonObject json) {
        return new Position(
                json.getString("digest"), json.getLong("loop"), json.getLong("line"), json.getLong("offset"));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("digest", digest)
                .put("loop", loop)
                .put("line", line)
                .put("offset", offset);
    }

    Position nextLoop() {
        return new Position(digest, loop + 1, 0, 0);
    }
}
