package io.millrace.node.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Writes records as lines of JSON. JSON objects and arrays stand in the line as they are in the record, to the last digit; other
 * text is a string; what is not UTF-8 is {@code {"$base64": "…"}}. Not shared between threads.
 */
final class RecordEncoder {

    private static final JsonFactory JSON = new JsonFactory();

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(ConsumerRecord<byte[], byte[]> record) {
        try (JsonGenerator line = JSON.createGenerator(bytes)) {
            line.writeStartObject();
            line.writeNumberField("partition", record.partition());
            line.writeNumberField("offset", record.offset());
            line.writeStringField(
                    "timestamp",
                    record.timestamp() < 0
                            ? null
                            : Instant.ofEpochMilli(record.timestamp()).toString());
            line.writeFieldName("key");
            write(line, record.key());
            line.writeFieldName("value");
            write(line, record.value());
            writeHeaders(line, record.headers());
            line.writeEndObject();
            line.writeRaw('\n');
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
    }

    /** What was added since the last time. */
    Buffer take() {
        Buffer lines = Buffer.buffer(bytes.toByteArray());
        // A new one: the old would stay as large as it ever was.
        bytes = new ByteArrayOutputStream();
        return lines;
    }

    private static void writeHeaders(JsonGenerator line, Iterable<Header> headers) throws IOException {
        Map<String, List<byte[]>> byName = new LinkedHashMap<>();
        headers.forEach(header ->
                byName.computeIfAbsent(header.key(), name -> new ArrayList<>()).add(header.value()));
        if (byName.isEmpty()) {
            return;
        }
        line.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<byte[]>> header : byName.entrySet()) {
            line.writeFieldName(header.getKey());
            boolean repeated = header.getValue().size() > 1;
            if (repeated) {
                line.writeStartArray();
            }
            for (byte[] value : header.getValue()) {
                writeText(line, value);
            }
            if (repeated) {
                line.writeEndArray();
            }
        }
        line.writeEndObject();
    }

    private static void write(JsonGenerator line, byte[] data) throws IOException {
        String text = utf8(data);
        if (text != null && isPlainTree(text)) {
            // Line breaks of a JSON text are between its tokens: a space says the same.
            line.writeRawValue(text.replace('\n', ' ').replace('\r', ' '));
        } else {
            writeText(line, data);
        }
    }

    private static void writeText(JsonGenerator line, byte[] data) throws IOException {
        String text = utf8(data);
        if (data == null) {
            line.writeNull();
        } else if (text != null) {
            line.writeString(text);
        } else {
            line.writeStartObject();
            line.writeBinaryField(RecordDecoder.BASE64, data);
            line.writeEndObject();
        }
    }

    /** The text, or null when the bytes are not UTF-8. */
    private static String utf8(byte[] data) {
        if (data == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** True for a JSON object or array that would be read back as these bytes. */
    private static boolean isPlainTree(String text) {
        String bare = text.stripLeading();
        if (!bare.startsWith("{") && !bare.startsWith("[")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            if (parser.nextToken() == JsonToken.FIELD_NAME
                    && parser.currentName().equals(RecordDecoder.BASE64)) {
                return false;
            }
            while (!parser.getParsingContext().inRoot()) {
                parser.nextToken();
            }
            return parser.nextToken() == null;
        } catch (JsonProcessingException notJson) {
            return false;
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
    }
}
