package io.millrace.node.settings;

import io.millrace.api.problem.Suggestion;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Setting;
import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of a scalar into a value of the type that a setting has. */
final class ScalarParser {

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class, long.class, Long.class, double.class, Double.class, boolean.class, Boolean.class);

    private static final Set<Class<?>> TYPES = Set.of(
            String.class, Integer.class, Long.class, Double.class, Boolean.class, Duration.class, ByteSize.class);

    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,40}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Pattern MILLISECONDS = Pattern.compile("-?\\d{1,18}");

    private ScalarParser() {}

    static boolean handles(Class<?> type) {
        return TYPES.contains(boxed(type)) || type.isEnum();
    }

    /**
     * @param key the setting's name: one that ends in {@code ms} takes plain numbers as milliseconds
     * @param setting its limits
     */
    static Object parse(Class<?> type, String text, String key, Setting setting) throws BadValue {
        Class<?> boxed = boxed(type);
        if (boxed == String.class) {
            return text;
        }
        String word = text.strip();
        if (boxed == Boolean.class) {
            return truth(word);
        }
        if (boxed == Integer.class || boxed == Long.class) {
            return whole(boxed, word, setting);
        }
        if (boxed == Double.class) {
            return number(word, setting);
        }
        if (boxed == Duration.class) {
            return duration(word, key, setting);
        }
        return boxed == ByteSize.class ? size(word, setting) : constant(type, word);
    }

    /** What the reference and messages call a type. */
    static String describe(Class<?> type) {
        Class<?> boxed = boxed(type);
        if (boxed.isEnum()) {
            return Suggestion.or(names(boxed));
        }
        return boxed == String.class
                ? "text"
                : boxed == Boolean.class
                        ? "true or false"
                        : boxed == Double.class
                                ? "number"
                                : boxed == Duration.class
                                        ? "duration"
                                        : boxed == ByteSize.class ? "size" : "whole number";
    }

    /** The constants of an enum as they are shown: as {@code toString()} has them, else in lower case with dashes. */
    static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ScalarParser::shown).toList();
    }

    private static String shown(Object constant) {
        String name = ((Enum<?>) constant).name();
        return constant.toString().equals(name) ? name.toLowerCase(Locale.ROOT).replace('_', '-') : constant.toString();
    }

    private static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    private static Boolean truth(String word) throws BadValue {
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return Boolean.valueOf(word);
        }
        throw wrongType("neither true nor false", "Write true or false.");
    }

    private static Number whole(Class<?> type, String word, Setting setting) throws BadValue {
        if (!WHOLE.matcher(word).matches()) {
            throw wrongType("not a whole number", "Write a whole number" + example(setting, ", such as 1000") + ".");
        }
        BigInteger number = new BigInteger(word);
        boolean isInt = type == Integer.class;
        long least = isInt ? Math.max(setting.min(), Integer.MIN_VALUE) : setting.min();
        long most = isInt ? Math.min(setting.max(), Integer.MAX_VALUE) : setting.max();
        check(
                number.compareTo(BigInteger.valueOf(least)) < 0,
                number.compareTo(BigInteger.valueOf(most)) > 0,
                String.valueOf(least),
                String.valueOf(most),
                setting,
                "number");
        return isInt ? (Number) number.intValueExact() : (Number) number.longValueExact();
    }

    private static Double number(String word, Setting setting) throws BadValue {
        double number;
        try {
            number = Double.parseDouble(word);
        } catch (NumberFormatException notNumber) {
            throw wrongType("not a number", "Write a number" + example(setting, ", such as 0.5") + ".");
        }
        if (!Double.isFinite(number)) {
            throw wrongType("not a finite number", "Write a number" + example(setting, ", such as 0.5") + ".");
        }
        check(
                number < setting.min(),
                number > setting.max(),
                String.valueOf(setting.min()),
                String.valueOf(setting.max()),
                setting,
                "number");
        return number;
    }

    private static Duration duration(String word, String key, Setting setting) throws BadValue {
        boolean inMilliseconds = key.toLowerCase(Locale.ROOT).endsWith(".ms") || key.endsWith("Ms");
        Matcher form = DURATION.matcher(word.toLowerCase(Locale.ROOT));
        Duration duration;
        if (form.matches()) {
            long amount = Long.parseLong(form.group(1));
            duration = switch (form.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        } else if (MILLISECONDS.matcher(word).matches()) {
            if (!inMilliseconds) {
                throw wrongType("a number without a unit", "Write " + word + "s or " + word + "ms.");
            }
            duration = Duration.ofMillis(Long.parseLong(word));
        } else {
            try {
                duration = Duration.parse(word);
            } catch (DateTimeParseException notDuration) {
                throw wrongType(
                        "not a duration",
                        "Write a number with ms, s, m, h or d" + example(setting, ", such as 30s") + ".");
            }
        }
        boolean low = setting.min() != Long.MIN_VALUE && duration.compareTo(Duration.ofMillis(setting.min())) < 0;
        boolean high = setting.max() != Long.MAX_VALUE && duration.compareTo(Duration.ofMillis(setting.max())) > 0;
        check(low, high, shown(setting.min()), shown(setting.max()), setting, "duration");
        return duration;
    }

    private static ByteSize size(String word, Setting setting) throws BadValue {
        ByteSize size;
        try {
            size = ByteSize.parse(word);
        } catch (IllegalArgumentException notSize) {
            throw wrongType(
                    "not a size", "Write a number with B, KiB, MiB or GiB" + example(setting, ", such as 64MiB") + ".");
        }
        check(
                size.bytes() < setting.min(),
                size.bytes() > setting.max(),
                new ByteSize(Math.max(0, setting.min())).toString(),
                new ByteSize(setting.max()).toString(),
                setting,
                "size");
        return size;
    }

    private static Object constant(Class<?> type, String word) throws BadValue {
        String bare = Suggestion.bare(word);
        for (Object constant : type.getEnumConstants()) {
            if (bare.equals(Suggestion.bare(((Enum<?>) constant).name()))
                    || bare.equals(Suggestion.bare(constant.toString()))) {
                return constant;
            }
        }
        List<String> names = names(type);
        throw new BadValue(
                "not-allowed",
                "not " + Suggestion.or(names),
                Suggestion.nearest(word, names)
                        .map(name -> "Write " + name + ".")
                        .orElse("Write one of these."));
    }

    private static void check(boolean low, boolean high, String least, String most, Setting setting, String noun)
            throws BadValue {
        if (low || high) {
            boolean hasMin = setting.min() != Long.MIN_VALUE;
            boolean hasMax = setting.max() != Long.MAX_VALUE;
            String range = hasMin && hasMax
                    ? "from " + least + " to " + most
                    : hasMin && low ? "of at least " + least : "of at most " + most;
            throw new BadValue(
                    "out-of-range",
                    low ? "less than " + least : "more than " + most,
                    "Write a " + noun + " " + range + ".");
        }
    }

    private static String shown(long milliseconds) {
        return milliseconds % 1000 == 0 ? milliseconds / 1000 + "s" : milliseconds + "ms";
    }

    private static String example(Setting setting, String usual) {
        return setting.example().isEmpty() ? usual : ", such as " + setting.example();
    }

    private static BadValue wrongType(String clause, String mend) {
        return new BadValue("wrong-type", clause, mend);
    }
}
