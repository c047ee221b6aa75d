package io.millrace.processing.functions.mapping;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.Partition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function's answer says of a batch: {@code {"batchItemFailures":[{"itemIdentifier":{"partition":"topic-0","offset":1}}]}}.
 *
 * @param lowest by partition: the lowest offset that was reported, from which it is tried again
 */
record ItemFailures(Map<Partition, Long> lowest) {

    static final ItemFailures NONE = new ItemFailures(Map.of());

    private static final String FAILURES = "batchItemFailures";

    /**
     * @param batches what was handed to the function
     * @return empty when the answer is not of that form or names a record that was not handed over: then all have failed
     */
    static Optional<ItemFailures> read(Buffer answer, List<Batch> batches) {
        if (answer.length() == 0) {
            return Optional.of(NONE);
        }
        try {
            Object decoded = Json.decodeValue(answer);
            if (decoded == null) {
                return Optional.of(NONE);
            }
            JsonArray reported = ((JsonObject) decoded).getJsonArray(FAILURES);
            return reported == null ? Optional.of(NONE) : lowest(reported, batches);
        } catch (DecodeException | ClassCastException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<ItemFailures> lowest(JsonArray reported, List<Batch> batches) {
        Map<String, Batch> byName = new HashMap<>();
        batches.forEach(batch -> byName.put(batch.lane().partition().toString(), batch));
        Map<Partition, Long> lowest = new HashMap<>();
        for (int i = 0; i < reported.size(); i++) {
            JsonObject item = reported.getJsonObject(i);
            JsonObject identifier = item == null ? null : item.getJsonObject("itemIdentifier");
            Object offset = identifier == null ? null : identifier.getValue("offset");
            Batch batch = identifier == null ? null : byName.get(identifier.getString("partition"));
            boolean whole = offset instanceof Integer || offset instanceof Long;
            if (batch == null || !whole || !holds(batch, ((Number) offset).longValue())) {
                return Optional.empty();
            }
            lowest.merge(batch.lane().partition(), ((Number) offset).longValue(), Math::min);
        }
        return Optional.of(new ItemFailures(lowest));
    }

    private static boolean holds(Batch batch, long offset) {
        int low = 0;
        int high = batch.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = batch.get(middle).offset();
            if (found == offset) {
                return true;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
