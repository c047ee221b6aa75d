package io.millrace.sinks.formats.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random records of a random shape, as JSON text of many forms that mean the same. */
final class RandomJson {

    private static final String[] NAMES = {"a", "b", "id", "name", "a longer name than eight", "ü", "quo\"te", "", "x.y"
    };
    private static final String[] TEXTS = {
        "", "a", "text", "zwölf Boxkämpfer", "\"\\/\b\f\n\r\t", "𝄞 clef", "\u0000\u001f\u007f", "ends with \\"
    };

    private final Random random;
    private final Shape shape;

    RandomJson(Random random) {
        this.random = random;
        this.shape = object(3);
    }

    /** Makes values of one type. */
    private interface Shape {
        Object value();
    }

    Map<String, Object> next() {
        @SuppressWarnings("unchecked")
        Map<String, Object> record = (Map<String, Object>) shape.value();
        return record;
    }

    private Shape object(int depth) {
        Map<String, Shape> fields = new LinkedHashMap<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.put(NAMES[random.nextInt(NAMES.length)] + (random.nextInt(3) == 0 ? i : ""), shape(depth - 1));
        }
        List<String> names = new ArrayList<>(fields.keySet());
        return () -> {
            Map<String, Object> record = new LinkedHashMap<>();
            if (random.nextInt(5) == 0) {
                Collections.shuffle(names, random);
            }
            for (String name : names) {
                int how = random.nextInt(10);
                if (how > 1) {
                    record.put(name, fields.get(name).value());
                } else if (how == 1) {
                    record.put(name, null);
                }
            }
            return record;
        };
    }

    private Shape shape(int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 6);
        return switch (kind) {
            case 0 -> () -> random.nextLong() >> random.nextInt(64);
            case 1 -> () -> (long) random.nextInt(20);
            case 2 -> this::number;
            case 3 -> random::nextBoolean;
            case 4, 5 ->
                () -> TEXTS[random.nextInt(TEXTS.length)] + (kind == 4 ? random.nextInt(5) : random.nextLong());
            case 6 -> object(depth);
            default -> list(shape(depth - 1));
        };
    }

    private Object number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1000) / 100.0;
            case 1 -> (long) random.nextInt(5);
            case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2 -> Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL);
            default -> (double) random.nextInt(5);
        };
    }

    private Shape list(Shape element) {
        return () -> {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(random.nextInt(8) == 0 ? null : element.value());
            }
            return list;
        };
    }

    /** The value as JSON: with spaces here and there, and characters escaped that need not be. */
    String text(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private void append(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            map.forEach((name, each) -> {
                separate(text, '{');
                append(text, name);
                space(text).append(':');
                space(text);
                append(text, each);
                space(text);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(each -> {
                separate(text, '[');
                append(text, each);
                space(text);
            });
            text.append(']');
        } else if (value instanceof String string) {
            quote(text, string);
        } else {
            text.append(value);
        }
    }

    private void separate(StringBuilder text, char open) {
        if (text.charAt(text.length() - 1) != open) {
            text.append(',');
        }
        space(text);
    }

    private StringBuilder space(StringBuilder text) {
        return switch (random.nextInt(20)) {
            case 0 -> text.append(' ');
            case 1 -> text.append("\n\t ");
            default -> text;
        };
    }

    private void quote(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char each = string.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (each < ' ' || random.nextInt(30) == 0) {
                text.append(String.format("\\u%04x", (int) each));
            } else {
                text.append(each);
            }
        }
        text.append('"');
    }
}
