package io.millrace.sinks.formats;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Header;
import io.millrace.sinks.formats.registry.KeyText;
import io.millrace.sinks.formats.row.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts metadata of the record into its value, an object of JSON, before a format gets it. */
final class WithMetadata implements Format {

    private final Format format;
    private final List<Metadata> wanted;
    private final KeyText keys;

    /** @param wanted in the order of the fields */
    WithMetadata(Format format, List<Metadata> wanted, KeyText keys) {
        this.format = format;
        this.wanted = wanted;
        this.keys = keys;
    }

    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return new ChangedRecords(
                format.begin(out), record -> record.value() == null ? record : new WithValue(record, value(record)));
    }

    private byte[] value(ConsumedRecord record) throws IOException {
        byte[] value = record.value();
        int at = 0;
        while (at < value.length && isSpace(value[at])) {
            at++;
        }
        if (at == value.length || value[at] != '{') {
            throw DeliveryException.rejected("the value is no object, so it has no fields", null);
        }
        int first = at + 1;
        while (first < value.length && isSpace(value[first])) {
            first++;
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream(value.length + 64);
        String separator = "{";
        for (Metadata each : wanted) {
            append(told, separator + "\"" + each.fieldName() + "\":" + json(each, record));
            separator = ",";
        }
        if (first < value.length && value[first] != '}') {
            told.write(',');
        }
        told.write(value, at + 1, value.length - at - 1);
        return told.toByteArray();
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }

    private static void append(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private String json(Metadata metadata, ConsumedRecord record) throws IOException {
        return switch (metadata) {
            case KEY -> quoted(text(keys.of(record.key())));
            case HEADERS -> headers(record.headers());
            case TOPIC -> quoted(record.topic());
            case PARTITION -> String.valueOf(record.partition());
            case OFFSET -> String.valueOf(record.offset());
            case TIMESTAMP -> record.timestampMs() < 0 ? "null" : String.valueOf(record.timestampMs());
        };
    }

    /** A list of names with values, as JSON. */
    static String headers(List<Header> headers) {
        StringBuilder json = new StringBuilder("[");
        for (Header header : headers) {
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"name\":")
                    .append(quoted(header.name()))
                    .append(",\"value\":")
                    .append(quoted(text(checked(header))))
                    .append('}');
        }
        return json.append(']').toString();
    }

    /** A header's value, which is null or a text. */
    static byte[] checked(Header header) {
        byte[] value = header.value();
        if (value != null && !Utf8.isText(value, 0, value.length)) {
            throw DeliveryException.rejected("the header is no text in UTF-8, which a field is", null);
        }
        return value;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return text == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
