package io.millrace.sinks.formats;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.util.Optional;

/**
 * How files of lines, of comma-separated values and of raw bytes are written.
 *
 * @param level of the compression; -1 for its default
 * @param jsonCheck null when it is not set
 * @param csvHeader null when it is not set
 * @param extension of files of raw bytes; null when it is not set
 * @param separator between raw values; null when it is not set
 */
public record TextSettings(
        @Setting(
                name = COMPRESSION_TYPE,
                value = "How files of JsonFormat, CsvFormat and ByteArrayFormat are compressed.",
                defaultValue = "none")
        Compression compression,

        @Setting(
                name = COMPRESSION_LEVEL,
                value = "1 is fastest, 9 (of gzip) or 22 (of zstd) is smallest, -1 is the compression's default.",
                defaultValue = "-1",
                min = -1,
                max = 22)
        int level,

        @Setting(
                name = JSON_CHECK,
                value =
                        "How much of a value JsonFormat looks at: full, which is so too when this is not set, at all of it; line only at"
                                + " whether it goes from { to } or from [ to ] without a line break or another control character: such a"
                                + " value is written as it came, JSON or not, and any other is looked at in full. What is not JSON then is"
                                + " a record that cannot be written; so it is where a partitioner or timestamp.extractor reads a field and"
                                + " the value is not JSON up to there.",
                example = "line")
        LineCheck jsonCheck,

        @Setting(
                name = CSV_HEADER,
                value =
                        "Whether the first line of each file of CsvFormat names the columns, as it does when this is not set.")
        Boolean csvHeader,

        @Setting(
                name = EXTENSION,
                value = "Ending of the names of files of ByteArrayFormat; .bin when it is not set.",
                example = ".txt")
        String extension,

        @Setting(
                name = SEPARATOR,
                value = "What follows each value in files of ByteArrayFormat; a line feed when it is not set.")
        String separator) {

    static final String COMPRESSION_TYPE = "s3.compression.type";
    static final String JSON_CHECK = "json.check";
    static final String CSV_HEADER = "csv.header";
    static final String EXTENSION = "format.bytearray.extension";
    static final String SEPARATOR = "format.bytearray.separator";
    private static final String COMPRESSION_LEVEL = "s3.compression.level";

    /** Line by line, checked and neither compressed nor changed. */
    public static final TextSettings DEFAULTS = of(Compression.NONE);

    public TextSettings {
        if (compression != Compression.NONE && level > compression.maxLevel()) {
            throw new InvalidSetting(
                    COMPRESSION_LEVEL,
                    "gzip has no level " + level + ".",
                    "Write a level up to " + compression.maxLevel() + ", or " + COMPRESSION_TYPE + ": zstd.");
        }
        if (extension != null && (extension.contains("/") || extension.contains("\\"))) {
            throw new InvalidSetting(
                    EXTENSION, "'" + extension + "' is not the ending of a name.", "Write one such as .bin.");
        }
    }

    /** The same, as a whole compressed. */
    public static TextSettings of(Compression compression) {
        return new TextSettings(compression, -1, null, null, null, null);
    }

    boolean hasFullCheck() {
        return jsonCheck != LineCheck.LINE;
    }

    boolean hasHeader() {
        return csvHeader == null || csvHeader;
    }

    String extensionOrDefault() {
        return Optional.ofNullable(extension).orElse(".bin");
    }

    String separatorOrDefault() {
        return Optional.ofNullable(separator).orElse("\n");
    }
}
