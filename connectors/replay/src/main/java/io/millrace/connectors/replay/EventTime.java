package io.millrace.connectors.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads the time of an event in the forms that files have it. */
final class EventTime {

    /** A number below is seconds (until the year 5138), from there milliseconds (since the year 1973). */
    private static final double SECONDS_BELOW = 1e11;

    /** A number from here on would be past the year 5138 in milliseconds: it is of a finer unit. */
    private static final double MILLISECONDS_BELOW = 1e14;

    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .optionalStart()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private EventTime() {}

    /**
     * @return milliseconds since the epoch, 0 or more
     * @throws BadLineException when the text is no such time, or one that Kafka cannot hold
     */
    static long parse(String text) throws BadLineException {
        long time = isNumber(text) ? ofNumber(Double.parseDouble(text)) : ofText(text);
        if (time < 0) {
            throw new BadLineException("The timestamp is before 1970, which a record cannot have.");
        }
        return time;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");
    }

    private static long ofNumber(double number) throws BadLineException {
        if (number >= MILLISECONDS_BELOW) {
            throw new BadLineException("The timestamp is too large for seconds or milliseconds since the epoch.");
        }
        return Math.round(number < SECONDS_BELOW ? number * 1000 : number);
    }

    private static long ofText(String text) throws BadLineException {
        try {
            TemporalAccessor time =
                    ISO_8601.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return instant(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw new BadLineException("The timestamp is neither ISO-8601 nor a number.", notATime);
        }
    }

    private static Instant instant(TemporalAccessor time) {
        if (time instanceof OffsetDateTime withZone) {
            return withZone.toInstant();
        }
        LocalDateTime local = time instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) time;
        return local.toInstant(ZoneOffset.UTC);
    }
}
