package io.millrace.sinks.formats;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.util.Optional;

/**
 * How files of lines, of comma-separated values and of raw bytes are written.
 *
 * @param level of the compression; -1 for its default
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
    static final String CSV_HEADER = "csv.header";
    static final String EXTENSION = "format.bytearray.extension";
    static final String SEPARATOR = "format.bytearray.separator";
    private static final String COMPRESSION_LEVEL = "s3.compression.level";

    /** Line by line, neither compressed nor changed. */
    public static final TextSettings DEFAULTS = new TextSettings(Compression.NONE, -1, null, null, null);

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
