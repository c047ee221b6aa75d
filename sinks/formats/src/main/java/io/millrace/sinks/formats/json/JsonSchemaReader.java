package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Type;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the types that a JSON Schema describes; what restricts values of a type further, such as a pattern or a least value, is not
 * looked at. A property that is not required may be null.
 *
 * <p>Source: JSON Schema drafts 7 and 2020-12 ({@code type}, {@code properties}, {@code required}, {@code items}, {@code
 * additionalProperties}, {@code format}, local {@code $ref}); Kafka Connect's titles for its logical types.
 */
public final class JsonSchemaReader {

    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final int CONNECT_PRECISION = 38;

    private final String name; // of the document; empty for the outermost
    private final JsonObject root;
    private final Map<String, JsonObject> others;
    private final Set<String> around; // references that the present part is in

    private JsonSchemaReader(String name, JsonObject root, Map<String, JsonObject> others, Set<String> around) {
        this.name = name;
        this.root = root;
        this.others = others;
        this.around = around;
    }

    /** @throws SchemaException when it is no schema of an object, or has what files cannot hold */
    public static RecordType read(JsonObject schema) {
        if (read(schema, Map.of()) instanceof RecordType record) {
            return record;
        }
        throw new SchemaException("it does not describe an object with properties");
    }

    /**
     * The type of any values.
     *
     * @param others documents that it may refer to, by their names
     */
    static Type read(JsonObject schema, Map<String, JsonObject> others) {
        return new JsonSchemaReader("", schema, others, new HashSet<>())
                .type(schema, "the value")
                .type();
    }

    private record Found(Type type, boolean nullable) {}

    private Found type(JsonObject schema, String path) {
        Object reference = schema.getValue("$ref");
        if (reference != null) {
            return referred(String.valueOf(reference), path);
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.containsKey(choice)) {
                return choice(schema.getJsonArray(choice), path);
            }
        }
        List<Object> names = schema.getValue("type") instanceof JsonArray several
                ? several.stream().collect(Collectors.toCollection(ArrayList::new))
                : new ArrayList<>(List.of(schema.getValue("type", schema.containsKey("properties") ? "object" : "")));
        boolean nullable = names.remove("null");
        if (names.size() != 1) {
            throw new SchemaException(path + " has not one type");
        }
        return new Found(named(String.valueOf(names.get(0)), schema, path), nullable);
    }

    private Found referred(String reference, String path) {
        String document = reference.replaceFirst("#.*", "");
        JsonObject origin = document.isEmpty() ? root : others.get(document);
        JsonObject found = origin;
        for (String step : reference.substring(document.length()).split("/", -1)) {
            if (!step.isEmpty() && !"#".equals(step) && found != null) {
                found = found.getValue(step) instanceof JsonObject part ? part : null;
            }
        }
        if (found == null) {
            throw new SchemaException(path + " refers to " + reference + ", which is not in the schema");
        }
        String owner = document.isEmpty() ? name : document;
        String place = owner + reference.substring(document.length());
        if (!around.add(place)) {
            throw new SchemaException(path + " refers to " + reference + ", which it is in, without an end");
        }
        Found type = new JsonSchemaReader(owner, origin, others, around).type(found, path);
        around.remove(place);
        return type;
    }

    private Found choice(JsonArray choices, String path) {
        List<JsonObject> types = choices.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(each -> !"null".equals(each.getValue("type")))
                .toList();
        if (types.size() != 1) {
            throw new SchemaException(path + " is a choice of more than null and one type");
        }
        Found only = type(types.get(0), path);
        return new Found(only.type(), only.nullable() || choices.size() > 1);
    }

    private Type named(String name, JsonObject schema, String path) {
        Type connect = connect(schema);
        if (connect != null) {
            return connect;
        }
        return switch (name) {
            case "object" -> object(schema, path);
            case "array" -> {
                if (!(schema.getValue("items") instanceof JsonObject items)) {
                    throw new SchemaException(path + " is an array that does not say what its items are");
                }
                Found element = type(items, path);
                yield new ListType(element.type(), element.nullable());
            }
            case "boolean" -> Scalar.BOOLEAN;
            case "integer" -> Scalar.LONG;
            case "number" -> Scalar.DOUBLE;
            case "string" -> text(schema);
            default -> throw new SchemaException(path + " has no type " + name);
        };
    }

    /** Null when it is none of Connect's logical types. */
    private static Type connect(JsonObject schema) {
        String title = String.valueOf(schema.getValue("title"));
        if (!title.startsWith(CONNECT)) {
            return null;
        }
        return switch (title.substring(CONNECT.length())) {
            case "Decimal" -> {
                JsonObject parameters = schema.getJsonObject("connect.parameters", new JsonObject());
                int precision = number(parameters, "connect.decimal.precision", CONNECT_PRECISION);
                yield new DecimalType(precision, number(parameters, "scale", 0));
            }
            case "Timestamp" -> Scalar.TIMESTAMP_MILLIS;
            case "Date" -> Scalar.DATE;
            case "Time" -> Scalar.TIME_MILLIS;
            default -> null;
        };
    }

    private static int number(JsonObject parameters, String name, int otherwise) {
        return Integer.parseInt(String.valueOf(parameters.getValue(name, otherwise)));
    }

    private static Type text(JsonObject schema) {
        if ("base64".equals(schema.getValue("contentEncoding"))) {
            return Scalar.BYTES;
        }
        return switch (String.valueOf(schema.getValue("format"))) {
            case "date" -> Scalar.DATE;
            case "date-time" -> Scalar.TIMESTAMP_MICROS;
            case "uuid" -> Scalar.UUID;
            default -> Scalar.STRING;
        };
    }

    private Type object(JsonObject schema, String path) {
        if (schema.getValue("properties") instanceof JsonObject properties && !properties.isEmpty()) {
            JsonArray required = schema.getJsonArray("required", new JsonArray());
            List<Field> fields = new ArrayList<>();
            for (Map.Entry<String, Object> property : properties) {
                String name = property.getKey();
                String place = "the value".equals(path) ? name : path + "." + name;
                if (!(property.getValue() instanceof JsonObject description)) {
                    throw new SchemaException(place + " is not described by an object");
                }
                Found found = type(description, place);
                fields.add(new Field(name, found.type(), found.nullable() || !required.contains(name)));
            }
            return new RecordType(fields);
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject values) {
            Found value = type(values, path);
            return new MapType(value.type(), value.nullable());
        }
        throw new SchemaException(path + " is an object that does not say what its properties are");
    }
}
