package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An object for each record, of what is told of it: {@code {"key":"k1","value":{…},"offset":7,"timestamp":"2026-01-31T00:00:00Z"}}.
 * Another format writes the objects.
 */
public final class Envelope implements Format {

    /** What may be told of a record, by the name that the object has for it. */
    public enum Part {
        KEY,
        VALUE,
        OFFSET,
        TIMESTAMP,
        HEADERS
    }

    private final Format format;
    private final List<Part> parts;
    private final List<byte[]> names; // with what stands around them
    private final BytesForm keys;
    private final BytesForm values;
    private final String extension;

    /**
     * @param parts in the order of the object
     * @param keys what keys are
     * @param values what values are
     * @param extension of a file
     */
    public Envelope(Format format, List<Part> parts, BytesForm keys, BytesForm values, String extension) {
        this.format = format;
        this.parts = List.copyOf(parts);
        this.names = IntStream.range(0, parts.size())
                .mapToObj(i -> name(parts.get(i), i == 0))
                .toList();
        this.keys = keys;
        this.values = values;
        this.extension = extension;
    }

    private static byte[] name(Part part, boolean first) {
        String quoted = (first ? "{\"" : ",\"") + part.name().toLowerCase(Locale.ROOT) + "\":";
        return quoted.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String extension() {
        return extension;
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return new ChangedRecords(format.begin(out), record -> new WithValue(record, object(record)));
    }

    private byte[] object(ConsumedRecord record) {
        int size = record.value() == null ? 0 : record.value().length;
        ByteArrayOutputStream object = new ByteArrayOutputStream(size + 64);
        for (int i = 0; i < parts.size(); i++) {
            object.writeBytes(names.get(i));
            object.writeBytes(json(parts.get(i), record));
        }
        object.write('}');
        return object.toByteArray();
    }

    private byte[] json(Part part, ConsumedRecord record) {
        return switch (part) {
            case KEY -> keys.json(record.key());
            case VALUE -> values.json(record.value());
            case OFFSET -> Long.toString(record.offset()).getBytes(StandardCharsets.US_ASCII);
            case TIMESTAMP ->
                record.timestampMs() < 0
                        ? BytesForm.JSON.json(null)
                        : BytesForm.quoted(
                                Instant.ofEpochMilli(record.timestampMs()).toString());
            case HEADERS -> headers(record.headers());
        };
    }

    private static byte[] headers(List<Header> headers) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        String separator = "{\"key\":";
        for (Header header : headers) {
            list.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            list.writeBytes(BytesForm.quoted(header.name()));
            list.writeBytes(",\"value\":".getBytes(StandardCharsets.US_ASCII));
            list.writeBytes(BytesForm.TEXT.json(WithMetadata.checked(header)));
            list.write('}');
            separator = ",{\"key\":";
        }
        list.write(']');
        return list.toByteArray();
    }
}
