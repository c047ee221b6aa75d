package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.RecordField;
import io.millrace.sinks.formats.RecordField.Scalar;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** The time that stands in a field of the value: a number, as a number or as a text, or a text of ISO 8601. */
final class FieldTime implements TimestampExtractor {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
            "yyyy-MM-dd[['T'][' ']HH:mm[:ss[[.][,][SSSSSSSSS][SSSSSS][SSS][SS][S]]][XXX][XX][X]]");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}(\\.\\d{1,19})?([eE][+-]?\\d{1,2})?");

    private final RecordField field;
    private final TimestampUnit unit;
    private final ZoneId zone;

    // A record is asked for its time more than once.
    private ConsumedRecord last;
    private long lastMs;

    /**
     * @param unit of numbers
     * @param zone of texts that name none
     */
    FieldTime(RecordField field, TimestampUnit unit, ZoneId zone) {
        this.field = field;
        this.unit = unit;
        this.zone = zone;
    }

    @Override
    public long timeMs(ConsumedRecord record) throws IOException {
        if (record != last) {
            lastMs = extract(record);
            last = record;
        }
        return lastMs;
    }

    private long extract(ConsumedRecord record) throws IOException {
        Scalar scalar = field.find(record)
                .orElseThrow(() -> DeliveryException.rejected("the value has no time in " + field.path(), null));
        try {
            if (scalar.whole()) {
                return unit.toMs(Long.parseLong(scalar.text()));
            }
            return NUMBER.matcher(scalar.text()).matches()
                    ? unit.toMs(new BigDecimal(scalar.text()))
                    : parse(scalar.text());
        } catch (NumberFormatException | ArithmeticException | DateTimeException unreadable) {
            throw DeliveryException.rejected(
                    field.path() + " is neither " + unit.name().toLowerCase(Locale.ROOT)
                            + " since the epoch nor a time of ISO 8601",
                    null);
        }
    }

    private long parse(String text) {
        TemporalAccessor time = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        Instant instant;
        if (time instanceof OffsetDateTime exact) {
            instant = exact.toInstant();
        } else if (time instanceof LocalDateTime local) {
            instant = ZonedDateTime.of(local, zone).toInstant();
        } else {
            instant = LocalDate.from(time).atStartOfDay(zone).toInstant();
        }
        return instant.toEpochMilli();
    }
}
