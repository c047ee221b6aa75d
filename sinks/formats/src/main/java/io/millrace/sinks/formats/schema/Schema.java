package io.millrace.sinks.formats.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * What the records of a topic look like.
 *
 * @param version 1 or more, counting up; 0 for the empty schema of a topic that nothing is known of
 * @param type of the records
 */
public record Schema(int version, RecordType type) {

    /** Before the first record. */
    public static final Schema EMPTY = new Schema(0, RecordType.EMPTY);

    /** The form in which it is kept; read by {@link #parse}. */
    public byte[] toBytes() {
        return new JsonObject()
                .put("version", version)
                .put("type", toJson(type))
                .encodePrettily()
                .getBytes(StandardCharsets.UTF_8);
    }

    public static Schema parse(byte[] content) {
        JsonObject json = new JsonObject(new String(content, StandardCharsets.UTF_8));
        return new Schema(json.getInteger("version"), (RecordType) type(json.getValue("type")));
    }

    private static Object toJson(Type type) {
        if (type instanceof Scalar scalar) {
            return scalar.name();
        }
        JsonObject json = new JsonObject();
        if (type instanceof DecimalType decimal) {
            return json.put("precision", decimal.precision()).put("scale", decimal.scale());
        }
        if (type instanceof ListType list) {
            return json.put("list", toJson(list.element())).put("nullable", list.nullableElements());
        }
        if (type instanceof MapType map) {
            return json.put("map", toJson(map.value())).put("nullable", map.nullableValues());
        }
        JsonArray fields = new JsonArray();
        for (Field field : ((RecordType) type).fields()) {
            fields.add(new JsonObject()
                    .put("name", field.name())
                    .put("type", toJson(field.type()))
                    .put("nullable", field.nullable()));
        }
        return json.put("fields", fields);
    }

    private static Type type(Object value) {
        if (value instanceof String scalar) {
            return Scalar.valueOf(scalar);
        }
        JsonObject json = (JsonObject) value;
        if (json.containsKey("precision")) {
            return new DecimalType(json.getInteger("precision"), json.getInteger("scale"));
        }
        if (json.containsKey("list")) {
            return new ListType(type(json.getValue("list")), json.getBoolean("nullable"));
        }
        if (json.containsKey("map")) {
            return new MapType(type(json.getValue("map")), json.getBoolean("nullable"));
        }
        return new RecordType(json.getJsonArray("fields").stream()
                .map(JsonObject.class::cast)
                .map(field ->
                        new Field(field.getString("name"), type(field.getValue("type")), field.getBoolean("nullable")))
                .toList());
    }
}
