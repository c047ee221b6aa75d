package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Decimals;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Scalar;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * Reads the types that JSON has no form of its own for; only given schemas have them. Dates and times are texts of ISO 8601 or whole
 * numbers in the type's unit, decimals are numbers or texts, bytes are Base64.
 */
final class ConvertingReader extends ValueReader {

    private final Node.Leaf leaf;
    private final Unescaped unescaped = new Unescaped();

    ConvertingReader(Node.Leaf leaf) {
        super(leaf.nullable());
        this.leaf = leaf;
    }

    @Override
    int read(byte[] in, int at, Row row) {
        int end;
        String text;
        boolean quoted = in[at] == '"';
        if (!quoted) {
            end = JsonText.numberEnd(in, at);
            text = new String(in, at, end - at, StandardCharsets.ISO_8859_1);
        } else if (JsonText.stringEnd(in, at + 1) >= 0) {
            end = JsonText.stringEnd(in, at + 1) + 1;
            text = new String(in, at + 1, end - at - 2, StandardCharsets.UTF_8);
        } else {
            unescaped.decode(in, at + 1, ~JsonText.stringEnd(in, at + 1));
            end = unescaped.end();
            text = unescaped.text();
        }
        try {
            row.set(
                    leaf,
                    leaf.type() instanceof DecimalType type ? decimal(type, text, row) : scalar(quoted, text, row));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException unreadable) {
            throw Misfit.VALUE;
        }
        return end;
    }

    private long scalar(boolean quoted, String text, Row row) {
        return switch ((Scalar) leaf.type()) {
            case DATE -> quoted ? LocalDate.parse(text).toEpochDay() : Integer.parseInt(text);
            case TIME_MILLIS -> timeOfDay(quoted, text, ChronoUnit.MILLIS);
            case TIME_MICROS -> timeOfDay(quoted, text, ChronoUnit.MICROS);
            case TIMESTAMP_MILLIS -> quoted ? time(text, ChronoUnit.MILLIS) : Long.parseLong(text);
            case TIMESTAMP_MICROS -> quoted ? time(text, ChronoUnit.MICROS) : Long.parseLong(text);
            case UUID -> uuid(quoted, text, row);
            case BYTES -> bytes(quoted, text, row);
            default -> throw new IllegalStateException("not converted: " + leaf.type());
        };
    }

    private static long time(String text, ChronoUnit unit) {
        Instant time = text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text).toInstant();
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), unit == ChronoUnit.MILLIS ? 1_000L : 1_000_000L),
                time.getNano() / unit.getDuration().toNanos());
    }

    private static long timeOfDay(boolean quoted, String text, ChronoUnit unit) {
        long nanos = quoted
                ? LocalTime.parse(text).toNanoOfDay()
                : Math.multiplyExact(Long.parseLong(text), unit.getDuration().toNanos());
        return LocalTime.ofNanoOfDay(nanos).toNanoOfDay() / unit.getDuration().toNanos();
    }

    private static long uuid(boolean quoted, String text, Row row) {
        UUID uuid = UUID.fromString(text);
        if (!quoted || !uuid.toString().equalsIgnoreCase(text)) {
            throw Misfit.VALUE;
        }
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return row.made(bytes, bytes.length);
    }

    private static long bytes(boolean quoted, String text, Row row) {
        if (!quoted) {
            throw Misfit.VALUE;
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        return row.made(bytes, bytes.length);
    }

    private static long decimal(DecimalType type, String text, Row row) {
        BigDecimal exact = new BigDecimal(text);
        if (exact.precision() - (long) exact.scale() > type.precision() || exact.scale() > 10L * type.precision()) {
            throw Misfit.VALUE; // before it is spread out: 1e1000000000 is short
        }
        return Decimals.cell(type, exact, row);
    }
}
