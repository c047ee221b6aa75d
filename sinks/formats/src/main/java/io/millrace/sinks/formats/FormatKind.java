package io.millrace.sinks.formats;

import io.millrace.api.settings.InvalidSetting;
import java.util.Arrays;

/** The formats there are. */
enum FormatKind {
    JSON_LINES("JsonFormat"),
    CSV("CsvFormat"),
    RAW_BYTES("ByteArrayFormat"),
    PARQUET("ParquetFormat"),
    AVRO("AvroFormat");

    static final String NAMES = "JsonFormat, ParquetFormat, AvroFormat, CsvFormat or ByteArrayFormat";

    private final String className;

    FormatKind(String className) {
        this.className = className;
    }

    /**
     * The format that a user means.
     *
     * @param formatClass a name, with a package in front or not, with Format behind it or not
     * @throws InvalidSetting when there is none
     */
    static FormatKind of(String formatClass) {
        String name = formatClass.substring(formatClass.lastIndexOf('.') + 1);
        return Arrays.stream(values())
                .filter(kind -> kind.className.equals(name) || kind.className.equals(name + "Format"))
                .findFirst()
                .orElseThrow(() -> new InvalidSetting(
                        FormatSettings.FORMAT_CLASS,
                        "There is no format " + formatClass + ".",
                        "Write " + FormatSettings.FORMAT_CLASS + ": " + NAMES + "."));
    }

    /**
     * Refuses a setting of another format.
     *
     * @param owner the format whose setting it is
     * @param value null when it is not set
     */
    void refuseUnless(FormatKind owner, String setting, Object value) {
        if (this != owner && value != null) {
            throw new InvalidSetting(
                    setting,
                    setting + " is for " + owner.className + ", and the format is " + className + ".",
                    "Remove " + setting + ", or write " + FormatSettings.FORMAT_CLASS + ": " + owner.className + ".");
        }
    }
}
