package io.millrace.sinks.formats.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sinks.formats.schema.ContradictionException;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import io.millrace.sinks.formats.schema.Widening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Tells the type of a JSON value: the slow way, once for each shape of records. Any thread. */
final class JsonTypes {

    /** Objects and lists in each other. Each takes up to two levels of the 127 that a row counts. */
    static final int MAX_DEPTH = 50;

    /** A number of more characters is infinite or no number that anybody means. */
    private static final int LONGEST_NUMBER = 1_000;

    private final Contradictions contradictions;
    private final Widening widening;

    JsonTypes(Contradictions contradictions) {
        this.contradictions = contradictions;
        this.widening = new Widening(contradictions);
    }

    /**
     * @param value has been checked to be JSON
     * @throws ContradictionException when it is no record that a schema could hold
     */
    RecordType of(byte[] value) throws ContradictionException {
        try (JsonParser parser = JsonTokens.of(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ContradictionException("the value is no object, so it has no fields");
            }
            return record(parser, "", 1);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same, with a text for each of its fields. */
    static RecordType asTexts(byte[] value) throws ContradictionException {
        RecordType type = new JsonTypes(Contradictions.STRING).of(value);
        return new RecordType(type.fields().stream()
                .map(field -> new Field(field.name(), Scalar.STRING, true))
                .toList());
    }

    private RecordType record(JsonParser parser, String path, int depth) throws IOException, ContradictionException {
        List<Field> fields = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.add(new Field(name, type(parser, path.isEmpty() ? name : path + "." + name, depth), true));
        }
        return new RecordType(fields);
    }

    private Type type(JsonParser parser, String path, int depth) throws IOException, ContradictionException {
        JsonToken token = parser.currentToken();
        if (depth == MAX_DEPTH && token.isStructStart()) {
            parser.skipChildren();
            return text(path + " is nested deeper than " + MAX_DEPTH);
        }
        return switch (token) {
            case START_OBJECT -> record(parser, path, depth + 1);
            case START_ARRAY -> list(parser, path, depth + 1);
            case VALUE_STRING -> Scalar.STRING;
            case VALUE_TRUE, VALUE_FALSE -> Scalar.BOOLEAN;
            case VALUE_NULL -> Scalar.NOTHING;
            default -> number(parser.getText(), path);
        };
    }

    private Type list(JsonParser parser, String path, int depth) throws IOException, ContradictionException {
        RecordType elements = RecordType.EMPTY; // of one field, so that the rules for fields are those for elements
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Type element = type(parser, path, depth);
            elements = widening.widen(elements, new RecordType(List.of(new Field(path, element, true))));
        }
        return new ListType(
                elements.fields().isEmpty()
                        ? Scalar.NOTHING
                        : elements.fields().get(0).type(),
                true);
    }

    private Type number(String text, String path) throws ContradictionException {
        if (text.length() > LONGEST_NUMBER) {
            return text(path + " is a number of more than " + LONGEST_NUMBER + " digits");
        }
        if (!isFraction(text)) {
            try {
                long value = Long.parseLong(text);
                return value <= Scalar.MAX_SMALL && value >= -Scalar.MAX_SMALL ? Scalar.SMALL_LONG : Scalar.LONG;
            } catch (NumberFormatException tooLarge) {
                return isExact(text, Double.parseDouble(text))
                        ? Scalar.DOUBLE
                        : text(path + " is a whole number that neither 64 bits nor a double can hold");
            }
        }
        return Double.isInfinite(Double.parseDouble(text)) ? text(path + " is beyond a double") : Scalar.DOUBLE;
    }

    private Type text(String contradiction) throws ContradictionException {
        if (contradictions == Contradictions.STRING) {
            return Scalar.STRING;
        }
        throw new ContradictionException(contradiction);
    }

    /** @param number as it stands in JSON */
    static boolean isFraction(String number) {
        return number.indexOf('.') >= 0 || number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    }

    /** True when the double is the whole number itself. */
    static boolean isExact(String number, double value) {
        return number.length() <= LONGEST_NUMBER
                && !Double.isInfinite(value)
                && new BigDecimal(value).compareTo(new BigDecimal(number)) == 0;
    }
}
