package io.millrace.connectors.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks that a line is one JSON value in UTF-8 and finds its key and timestamp on the way, in one pass over the bytes. Reused
 * for every line; one thread.
 */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonPath keyPath;
    private final JsonPath timePath;

    private byte[] line;
    private JsonParser parser;
    private byte[] key;
    private Long timestampMs;

    /** @param keyPath null when there is no key to find; so is {@code timePath} for the timestamp */
    JsonLine(JsonPath keyPath, JsonPath timePath) {
        this.keyPath = keyPath;
        this.timePath = timePath;
    }

    /** @throws BadLineException when the line is not JSON, or has no timestamp where one is to be */
    void read(byte[] bytes) throws BadLineException {
        line = bytes;
        key = null;
        timestampMs = null;
        checkUtf8();
        try (JsonParser opened = JSON.createParser(bytes)) {
            parser = opened;
            parser.nextToken();
            walk(0, keyPath != null, timePath != null);
            if (parser.nextToken() != null) {
                throw new BadLineException("The line holds more than one JSON value.");
            }
        } catch (JsonEOFException cutOff) {
            throw new BadLineException("The line ends within a JSON value.", cutOff);
        } catch (JsonProcessingException notJson) {
            throw new BadLineException(
                    "The line is not JSON from column " + notJson.getLocation().getColumnNr() + " on.", notJson);
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        if (timePath != null && timestampMs == null) {
            throw new BadLineException("The line has no timestamp where timestamp.path points.");
        }
    }

    /** Null when there is none. */
    byte[] key() {
        return key;
    }

    /** Milliseconds since the epoch; null when there is no path to it. */
    Long timestampMs() {
        return timestampMs;
    }

    /** Walks the value of the current token; the flags say whether the way here is the beginning of a path. */
    private void walk(int depth, boolean towardsKey, boolean towardsTime) throws IOException, BadLineException {
        boolean isKey = towardsKey && keyPath.endsAt(depth);
        if (towardsTime && timePath.endsAt(depth)) {
            timestampMs = timestamp();
        }
        long from = isKey ? parser.currentTokenLocation().getByteOffset() : 0;
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            walkInto(depth, towardsKey && !isKey, towardsTime);
        }
        if (isKey) {
            key = token.isStructStart()
                    ? Arrays.copyOfRange(
                            line, (int) from, (int) parser.currentLocation().getByteOffset())
                    : scalar(token);
        }
    }

    private void walkInto(int depth, boolean towardsKey, boolean towardsTime) throws IOException, BadLineException {
        if (!towardsKey && !towardsTime) {
            parser.skipChildren();
            return;
        }
        boolean array = parser.currentToken() == JsonToken.START_ARRAY;
        int index = 0;
        for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
            Object step = array ? (Object) index++ : parser.currentName();
            if (!array) {
                parser.nextToken();
            }
            walk(depth + 1, towardsKey && keyPath.takes(depth, step), towardsTime && timePath.takes(depth, step));
        }
    }

    private byte[] scalar(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NULL ? null : parser.getText().getBytes(StandardCharsets.UTF_8);
    }

    private Long timestamp() throws IOException, BadLineException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            throw new BadLineException("The value where timestamp.path points is neither a number nor a text.");
        }
        return EventTime.parse(parser.getText());
    }

    /** Jackson looks into texts only as far as they are asked for, and takes NUL bytes at the start for UTF-16. */
    private void checkUtf8() throws BadLineException {
        boolean ascii = true;
        for (byte b : line) {
            if (b <= 0) {
                if (b == 0) {
                    throw new BadLineException("The line holds a NUL byte: it is not JSON in UTF-8.");
                }
                ascii = false;
            }
        }
        if (!ascii) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            } catch (CharacterCodingException notUtf8) {
                throw new BadLineException("The line is not UTF-8.", notUtf8);
            }
        }
    }
}
