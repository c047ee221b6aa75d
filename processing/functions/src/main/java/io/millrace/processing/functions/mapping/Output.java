package io.millrace.processing.functions.mapping;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.feed.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a function returns, as records of a topic: nothing for null, one record, or one for each item of a list.
 *
 * <p>An object of {@code key}, {@code value} and {@code headers} alone is a record in full; anything else is the value of one. Texts
 * are written as they are, other values as JSON.
 *
 * @param topic where they go
 */
record Output(String topic) {

    private static final Set<String> FIELDS = Set.of("key", "value", "headers");

    List<ProducedRecord> records(Buffer answer) {
        if (answer.length() == 0) {
            return List.of();
        }
        Object decoded;
        try {
            decoded = Json.decodeValue(answer);
        } catch (DecodeException notJson) {
            return List.of(record(null, answer.getBytes(), List.of()));
        }
        if (decoded == null) {
            return List.of();
        }
        Stream<Object> items = decoded instanceof JsonArray list ? list.stream() : Stream.of(decoded);
        return items.map(this::record).toList();
    }

    private ProducedRecord record(Object item) {
        if (item instanceof JsonObject object && isRecord(object)) {
            List<Header> headers = object.getJsonObject("headers", new JsonObject()).stream()
                    .map(header -> new Header(header.getKey(), bytes(header.getValue())))
                    .toList();
            return record(bytes(object.getValue("key")), bytes(object.getValue("value")), headers);
        }
        return record(null, bytes(item), List.of());
    }

    private static boolean isRecord(JsonObject object) {
        return object.containsKey("value")
                && FIELDS.containsAll(object.fieldNames())
                && (!object.containsKey("headers") || object.getValue("headers") instanceof JsonObject);
    }

    private ProducedRecord record(byte[] key, byte[] value, List<Header> headers) {
        return new ProducedRecord(topic, null, null, key, value, headers);
    }

    private static byte[] bytes(Object value) {
        if (value == null) {
            return null;
        }
        String text = value instanceof String plain ? plain : Json.encode(value);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
