package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line for each record, of what is told of it, with commas between; no line of names. Keys, headers' values and mostly values are in
 * Base64, so that there is nothing to escape; what is null is nothing.
 */
public final class EncodedCsv implements Format {

    private final TextSettings settings;
    private final List<Envelope.Part> parts;
    private final boolean plainValues;

    /** @param plainValues true to write values as the bytes they are, whatever is in them */
    public EncodedCsv(TextSettings settings, List<Envelope.Part> parts, boolean plainValues) {
        this.settings = settings;
        this.parts = List.copyOf(parts);
        this.plainValues = plainValues;
    }

    @Override
    public String extension() {
        return settings.compression().extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new TextEncoder(new TextFile(out, settings)) {

            @Override
            public boolean write(ConsumedRecord record) throws IOException {
                boolean first = true;
                for (Envelope.Part part : parts) {
                    if (!first) {
                        file.write(',');
                    }
                    first = false;
                    file.write(told(part, record));
                }
                file.write('\n');
                return true;
            }
        };
    }

    private byte[] told(Envelope.Part part, ConsumedRecord record) {
        return switch (part) {
            case KEY -> base64(record.key());
            case VALUE -> plainValues && record.value() != null ? record.value() : base64(record.value());
            case OFFSET -> ascii(Long.toString(record.offset()));
            case TIMESTAMP ->
                ascii(
                        record.timestampMs() < 0
                                ? ""
                                : Instant.ofEpochMilli(record.timestampMs()).toString());
            case HEADERS ->
                ascii(record.headers().stream().map(EncodedCsv::told).collect(Collectors.joining(";")));
        };
    }

    private static String told(Header header) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        return text(base64(name)) + ":" + text(base64(header.value()));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] base64(byte[] bytes) {
        return bytes == null ? new byte[0] : Base64.getEncoder().encode(bytes);
    }
}
