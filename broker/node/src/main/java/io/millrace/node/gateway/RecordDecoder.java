package io.millrace.node.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Reads a record from a line of JSON. A key or a value that is an object, an array or a number is taken as the bytes that stand
 * in the line, to the last digit; a string is its text; {@code {"$base64": "…"}} is those bytes.
 */
final class RecordDecoder {

    /** The one member of an object that stands for bytes. */
    static final String BASE64 = "$base64";

    private static final JsonFactory JSON = new JsonFactory();

    private final String topic;
    private final int partitions;
    private final byte[] line;
    private final long number;

    private byte[] key;
    private byte[] value;
    private Integer partition;
    private Long timestamp;
    private final List<Header> headers = new ArrayList<>();

    private RecordDecoder(String topic, int partitions, byte[] line, long number) {
        this.topic = topic;
        this.partitions = partitions;
        this.line = line;
        this.number = number;
    }

    /**
     * @param partitions how many the topic has
     * @param number of the line, from 1, for problems
     * @throws ProblemException when the line is not a record
     */
    static ProducerRecord<byte[], byte[]> decode(String topic, int partitions, byte[] line, long number) {
        return new RecordDecoder(topic, partitions, line, number).decode();
    }

    private ProducerRecord<byte[], byte[]> decode() {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refused(parser, "", "the line is not a JSON object.", "Write one record a line: {\"value\": …}.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                member(parser, name);
            }
            if (parser.nextToken() != null) {
                throw refused(parser, "", "there is more than one JSON value in the line.", "Write one record a line.");
            }
            return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
        } catch (JsonProcessingException notJson) {
            throw notJson(notJson);
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
    }

    private void member(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "key" -> key = bytes(parser);
            case "value" -> value = bytes(parser);
            case "headers" -> headers(parser);
            case "partition" -> partition = partition(parser);
            case "timestamp" -> timestamp = timestamp(parser);
            default ->
                throw refused(
                        parser,
                        name,
                        "a record has no " + name + ".",
                        "Write key, value, headers, partition or timestamp; what belongs to the value goes under value.");
        }
    }

    private byte[] bytes(JsonParser parser) throws IOException {
        int begin = offset(parser.currentTokenLocation());
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case START_OBJECT -> {
                JsonStreamContext record = parser.getParsingContext().getParent();
                if (parser.nextToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals(BASE64)) {
                    yield base64(parser);
                }
                while (parser.getParsingContext() != record) {
                    parser.nextToken();
                }
                yield Arrays.copyOfRange(line, begin, offset(parser.currentLocation()));
            }
            case START_ARRAY -> {
                parser.skipChildren();
                yield Arrays.copyOfRange(line, begin, offset(parser.currentLocation()));
            }
            default -> parser.getText().getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] base64(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw refused(parser, BASE64, BASE64 + " is not a string.", "Write the bytes in Base64.");
        }
        byte[] data = parser.getBinaryValue();
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw refused(parser, BASE64, BASE64 + " stands alone in its object.", "Remove the other members.");
        }
        return data;
    }

    private void headers(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw refused(parser, "headers", "headers is not an object.", "Write {\"name\": \"value\"}.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    headers.add(header(parser, name));
                }
            } else {
                headers.add(header(parser, name));
            }
        }
    }

    private Header header(JsonParser parser, String name) throws IOException {
        return new RecordHeader(
                name,
                switch (parser.currentToken()) {
                    case VALUE_NULL -> null;
                    case VALUE_STRING -> parser.getText().getBytes(StandardCharsets.UTF_8);
                    case START_OBJECT -> {
                        if (parser.nextToken() != JsonToken.FIELD_NAME
                                || !parser.currentName().equals(BASE64)) {
                            throw badHeader(parser, name);
                        }
                        yield base64(parser);
                    }
                    default -> throw badHeader(parser, name);
                });
    }

    private ProblemException badHeader(JsonParser parser, String name) {
        return refused(
                parser,
                "headers." + name,
                "the header " + name + " is not a string.",
                "Write a string, null, {\"" + BASE64 + "\": \"…\"}, or a list of those.");
    }

    private Integer partition(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getLongValue() < 0
                || parser.getLongValue() >= partitions) {
            throw refused(
                    parser,
                    "partition",
                    "the topic " + topic + " has no partition " + parser.getText() + ".",
                    "Write 0 to " + (partitions - 1) + ", or leave it out.");
        }
        return parser.getIntValue();
    }

    private Long timestamp(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0) {
            return parser.getLongValue();
        }
        try {
            return Instant.parse(parser.getText()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw refused(
                    parser,
                    "timestamp",
                    parser.getText() + " is not a time.",
                    "Write milliseconds since 1970, or ISO-8601 such as 2026-01-31T12:00:00Z.");
        }
    }

    private static int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }

    private ProblemException refused(JsonParser parser, String path, String what, String mend) {
        int column = parser.currentTokenLocation().getColumnNr();
        return new ProblemException(Problem.user("invalid-record", what, where(column, path), mend));
    }

    private ProblemException notJson(JsonProcessingException cause) {
        int column = cause.getLocation() == null ? 0 : cause.getLocation().getColumnNr();
        return new ProblemException(Problem.user(
                "not-json",
                "the line is not JSON: " + JsonBody.reason(cause) + ".",
                where(column, ""),
                "Correct it, and send this line and those after it again."));
    }

    private Where where(int column, String path) {
        return new Where("", (int) Math.min(number, Integer.MAX_VALUE), column, path);
    }
}
