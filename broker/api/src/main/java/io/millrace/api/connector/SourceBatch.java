package io.millrace.api.connector;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Records that belong together with a position.
 *
 * @param records in the order to write
 * @param rejected input that could not be turned into a record; dead-lettered or counted, as the deployment says, in the same
 *     transaction
 * @param position where to go on after this batch; opaque to the node
 * @param end true when the source has nothing more, for good
 */
public record SourceBatch(List<ProducedRecord> records, List<Rejected> rejected, JsonObject position, boolean end) {

    public SourceBatch {
        records = List.copyOf(records);
        rejected = List.copyOf(rejected);
    }

    /**
     * Input that could not be turned into a record.
     *
     * @param input the bytes as found
     * @param where such as {@code earthquakes.ndjson.gz:118}
     * @param why one sentence
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as found; never compared
    public record Rejected(byte[] input, String where, String why) {}
}
