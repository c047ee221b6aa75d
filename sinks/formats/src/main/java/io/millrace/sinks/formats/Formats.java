package io.millrace.sinks.formats;

import io.millrace.api.settings.InvalidSetting;

/** The formats by the names that users have for them in {@code format.class}. */
public final class Formats {

    /** As users write it. */
    public static final String FORMAT_CLASS = "format.class";

    private Formats() {}

    /**
     * @param formatClass {@code JsonFormat}, alone or with a package in front
     * @param level of the compression, 1 (fastest) to 9 (smallest), or -1 for its default
     * @throws InvalidSetting when there is no such format
     */
    public static Format named(String formatClass, Compression compression, int level) {
        String shortName = formatClass.substring(formatClass.lastIndexOf('.') + 1);
        if (!shortName.equals("JsonFormat") && !shortName.equals("Json")) {
            throw new InvalidSetting(
                    FORMAT_CLASS, "There is no format " + formatClass + ".", "Write " + FORMAT_CLASS + ": JsonFormat.");
        }
        return new JsonLines(compression, level);
    }
}
