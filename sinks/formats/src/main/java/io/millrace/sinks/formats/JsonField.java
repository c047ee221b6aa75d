package io.millrace.sinks.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.JsonTokens;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds one field in JSON values and reads no further. Any thread. */
public final class JsonField implements RecordField {

    private final String path;
    private final List<String> names;

    /** @param path names from the outside in, separated by dots */
    public JsonField(String path) {
        this.path = path;
        this.names = List.of(path.split("\\."));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<Scalar> find(ConsumedRecord record) {
        return find(record.value());
    }

    /**
     * The field of a value: empty when it is not there, null, an object or an array.
     *
     * @param value null is a value without fields
     * @throws DeliveryException that rejects the value when it is not JSON up to the field
     */
    public Optional<Scalar> find(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try (JsonParser parser = JsonTokens.of(value)) {
            JsonToken token = parser.nextToken();
            for (String name : names) {
                token = token == JsonToken.START_OBJECT ? member(parser, name) : null;
            }
            return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
                    ? Optional.of(new Scalar(parser.getText(), token == JsonToken.VALUE_NUMBER_INT))
                    : Optional.empty();
        } catch (IOException malformed) {
            throw DeliveryException.rejected("the value is not JSON", null); // the parser's own words quote it
        }
    }

    private static JsonToken member(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = name.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (found) {
                return value;
            }
            parser.skipChildren();
        }
        return null;
    }
}
