package io.millrace.sinks.formats.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.api.feed.DeliveryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check must agree with a parser that others wrote, on values that are JSON and on values that nearly are. */
class JsonCheckTest {

    private static final int VALUES = 20_000;

    private final JsonFactory factory = new JsonFactory();
    private final JsonCheck check = new JsonCheck();

    @Test
    void agreesWithJackson() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int valid = 0;
        int invalid = 0;
        for (int i = 0; i < VALUES; i++) {
            StringBuilder json = new StringBuilder();
            append(json, random, 0);
            byte[] value = json.toString().getBytes(UTF_8);
            for (int changes = random.nextInt(3); changes > 0 && value.length > 0; changes--) {
                value = changed(value, random);
            }
            boolean expected = isJson(value);
            if (isAccepted(value) != expected) {
                fail("with seed %d the parser says %s of %s", seed, expected, new String(value, UTF_8));
            }
            valid += expected ? 1 : 0;
            invalid += expected ? 0 : 1;
        }
        assertThat(valid).as("both kinds are tried").isGreaterThan(VALUES / 10);
        assertThat(invalid).as("both kinds are tried").isGreaterThan(VALUES / 10);
    }

    private boolean isAccepted(byte[] value) {
        try {
            check.isLine(value);
            return true;
        } catch (DeliveryException rejected) {
            return false;
        }
    }

    /**
     * The parser does not look whether bytes are UTF-8, and takes a zero for a sign that they are something else. Half a surrogate pair is JSON by its grammar and what
     * JavaScript writes of a text that was cut; the parser refuses it in names.
     */
    private boolean isJson(byte[] value) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.indexOf('\0') < 0
                    && isParsed(text.replaceAll("\\\\u[dD][89a-fA-F]\\p{XDigit}{2}", "\\\\u0041")
                            .getBytes(UTF_8));
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private boolean isParsed(byte[] text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }

    private static void append(StringBuilder json, Random random, int depth) {
        space(json, random);
        switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> json.append(random.nextBoolean() ? "true" : "false");
            case 1 -> json.append("null");
            case 2 -> json.append(random.nextInt(2000) - 1000);
            case 3 -> json.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4 -> string(json, random);
            case 5 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    append(json, random, depth + 1);
                    json.append(i > 1 ? "," : "");
                }
                space(json, random);
                json.append(']');
            }
            default -> {
                json.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    space(json, random);
                    string(json, random);
                    space(json, random);
                    json.append(':');
                    append(json, random, depth + 1);
                    json.append(i > 1 ? "," : "");
                }
                space(json, random);
                json.append('}');
            }
        }
        space(json, random);
    }

    private static void string(StringBuilder json, Random random) {
        String[] pieces = {"a", "xyz ", "ü", "€", "𝄞", "\\n", "\\\"", "\\u00e9", "\\uD834", "\\/", "\u007F", "/", "'"};
        json.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(pieces[random.nextInt(pieces.length)]);
        }
        json.append('"');
    }

    private static void space(StringBuilder json, Random random) {
        if (random.nextInt(4) == 0) {
            json.append(" \t\n\r".charAt(random.nextInt(4)));
        }
    }

    /** One byte replaced, removed or added; often by one that means something in JSON or in UTF-8. */
    private static byte[] changed(byte[] value, Random random) {
        byte[] meaningful = "{}[]\",:\\-+.eE0123456789tfnu \n\0".getBytes(UTF_8);
        byte other = random.nextBoolean()
                ? meaningful[random.nextInt(meaningful.length)]
                : (byte) (random.nextBoolean() ? random.nextInt(256) : 0x80 + random.nextInt(128));
        int at = random.nextInt(value.length);
        int removed = random.nextInt(2);
        int added = random.nextInt(2);
        byte[] changed = new byte[value.length - removed + added];
        System.arraycopy(value, 0, changed, 0, at);
        if (added > 0) {
            changed[at] = other;
        }
        System.arraycopy(value, at + removed, changed, at + added, value.length - at - removed);
        return changed;
    }
}
