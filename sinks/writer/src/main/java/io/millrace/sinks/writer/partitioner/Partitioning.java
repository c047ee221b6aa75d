package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.JsonField;
import io.millrace.sinks.formats.RecordField;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The settings that say which folder a record goes to, by their usual names.
 *
 * @param partitionerClass {@code DefaultPartitioner} and the like, alone or with a package in front
 * @param fieldNames {@code partition.field.name}
 * @param duration {@code partition.duration.ms}; null for the smallest unit that the path shows
 * @param pathFormat {@code path.format}; null where the class has one
 * @param locale {@code locale}, a language tag
 * @param timezone {@code timezone}
 * @param source {@code timestamp.extractor}
 * @param timestampField {@code timestamp.field}; null unless the source is a field
 * @param timestampUnit {@code timestamp.field.unit}
 * @param directoryDelim {@code directory.delim}
 */
public record Partitioning(
        @Setting(
                name = "partitioner.class",
                value = "Which folder of the topic a record goes to.",
                defaultValue = "DefaultPartitioner",
                example = "TimeBasedPartitioner")
        String partitionerClass,

        @Setting(
                name = "partition.field.name",
                value = "Fields that FieldPartitioner makes folders of.",
                example = "country")
        List<String> fieldNames,

        @Setting(name = "partition.duration.ms", value = "Span of time that goes to one folder.", min = 1)
        Duration duration,

        @Setting(
                name = "path.format",
                value = "Folder of a time, in the letters of Joda-Time; text stands between single quotes.",
                example = "'day'=YYYY-MM-dd")
        String pathFormat,

        @Setting(name = "locale", value = "Language of the names of months and days.", defaultValue = "en-US")
        String locale,

        @Setting(name = "timezone", value = "Zone of folders and schedules.", defaultValue = "UTC")
        String timezone,

        @Setting(
                name = "timestamp.extractor",
                value = "Where the time of a record comes from.",
                defaultValue = "Wallclock")
        Source source,

        @Setting(
                name = "timestamp.field",
                value =
                        "Field that RecordField reads: a number of timestamp.field.unit since the epoch, or a text of ISO 8601.",
                defaultValue = "timestamp")
        String timestampField,

        @Setting(
                name = "timestamp.field.unit",
                value =
                        "What a number in timestamp.field counts: seconds, milliseconds, microseconds or nanoseconds since the epoch.",
                defaultValue = "milliseconds",
                example = "seconds")
        TimestampUnit timestampUnit,

        @Setting(name = "directory.delim", value = "What stands between folders.", defaultValue = "/")
        String directoryDelim) {

    private static final String DAILY = "'year'=YYYY/'month'=MM/'day'=dd";
    private static final String HOURLY = DAILY + "/'hour'=HH";

    public Partitioning {
        fieldNames = List.copyOf(fieldNames);
    }

    /** Where the time of a record comes from. */
    public enum Source {
        WALLCLOCK("Wallclock"),
        RECORD("Record"),
        RECORD_FIELD("RecordField");

        private final String shown;

        Source(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /** @throws InvalidSetting at the first thing that is wrong */
    public void check() {
        zone();
        partitioner(extractor(InstantSource.system(), JsonField::new), JsonField::new);
    }

    /** The zone of paths, of schedules and of times that name none. */
    public ZoneId zone() {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException unknown) {
            throw new InvalidSetting(
                    "timezone", "There is no time zone " + timezone + ".", "Write one such as UTC or Europe/Berlin.");
        }
    }

    /** @param fields finds the field of a path */
    public TimestampExtractor extractor(InstantSource clock, Function<String, RecordField> fields) {
        return switch (source) {
            case WALLCLOCK -> new WallClockTime(clock);
            case RECORD -> Partitioning::recordTime;
            case RECORD_FIELD -> new FieldTime(field("timestamp.field", timestampField, fields), timestampUnit, zone());
        };
    }

    /**
     * @param time as {@link #extractor} made it for the same task
     * @param fields finds the field of a path
     */
    public Partitioner partitioner(TimestampExtractor time, Function<String, RecordField> fields) {
        String shortName = partitionerClass.substring(partitionerClass.lastIndexOf('.') + 1);
        return switch (shortName) {
            case "DefaultPartitioner" -> new DefaultPartitioner();
            case "FieldPartitioner" -> byFields(fields);
            case "TimeBasedPartitioner" -> byTime(time, required("path.format", pathFormat));
            case "DailyPartitioner" -> byTime(time, pathFormat == null ? DAILY : pathFormat);
            case "HourlyPartitioner" -> byTime(time, pathFormat == null ? HOURLY : pathFormat);
            default ->
                throw new InvalidSetting(
                        "partitioner.class",
                        "There is no partitioner " + partitionerClass + ".",
                        "Write DefaultPartitioner, FieldPartitioner, TimeBasedPartitioner, DailyPartitioner or"
                                + " HourlyPartitioner.");
        };
    }

    private Partitioner byFields(Function<String, RecordField> fields) {
        if (fieldNames.isEmpty()) {
            required("partition.field.name", null);
        }
        return new FieldPartitioner(
                fieldNames.stream()
                        .map(name -> field("partition.field.name", name, fields))
                        .toList(),
                directoryDelim);
    }

    private Partitioner byTime(TimestampExtractor time, String pattern) {
        Locale language = Locale.forLanguageTag(locale.replace('_', '-'));
        DateTimeFormatter format;
        try {
            format = PathFormat.parse(pattern, language);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("path.format", wrong.getMessage(), "Write one such as " + HOURLY + ".");
        }
        String sample = format.format(Instant.EPOCH.atZone(zone()));
        if (Arrays.stream(sample.split("/", -1)).anyMatch(part -> part.isEmpty() || part.matches("\\.\\.?"))) {
            throw new InvalidSetting(
                    "path.format",
                    "path.format gives paths that cannot be: " + sample + ".",
                    "Leave out slashes at the ends, doubled ones and dots alone.");
        }
        return new TimeBasedPartitioner(time, format, zone(), spanMs(pattern));
    }

    private long spanMs(String pattern) {
        if (duration != null) {
            return Math.max(1, duration.toMillis());
        }
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.contains("S")) {
            return 1;
        }
        if (letters.contains("s")) {
            return Duration.ofSeconds(1).toMillis();
        }
        if (letters.contains("m")) {
            return Duration.ofMinutes(1).toMillis();
        }
        boolean hours = letters.chars().anyMatch(letter -> "HhKka".indexOf(letter) >= 0);
        return (hours ? Duration.ofHours(1) : Duration.ofDays(1)).toMillis();
    }

    private static RecordField field(String key, String name, Function<String, RecordField> fields) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\")) {
            throw new InvalidSetting(
                    key, "'" + name + "' is not the name of a field.", "Write one such as place.country.");
        }
        return fields.apply(name);
    }

    private String required(String key, String value) {
        if (value == null) {
            throw new InvalidSetting(
                    key, partitionerClass + " needs " + key + ", which is missing.", "Add " + key + ".");
        }
        return value;
    }

    /** The time that the record itself has. */
    public static long recordTime(ConsumedRecord record) {
        if (record.timestampMs() < 0) {
            throw DeliveryException.rejected("the record has no timestamp", null);
        }
        return record.timestampMs();
    }
}
