package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an object of known names. It remembers which field followed which, for mostly the next object has the same order. */
final class FieldsReader extends ValueReader {

    private static final int UNKNOWN = -1;

    private final Node.Fields node;
    private final ValueReader[] readers;
    private final FieldName[] names;
    private final Map<String, Integer> byName = new HashMap<>();
    private final UnknownField unknown;
    private final Unescaped unescaped = new Unescaped();
    private final int[] following; // by field plus one; the first is for the beginning
    private final long[] seen; // a bit for each field of this object
    private final long[] required;
    private int found;
    private int reading; // a field, or UNKNOWN

    FieldsReader(Node.Fields node, List<ValueReader> readers, UnknownField unknown) {
        super(node.nullable());
        int count = readers.size();
        this.node = node;
        this.readers = readers.toArray(ValueReader[]::new);
        this.names = node.names().stream().map(FieldName::new).toArray(FieldName[]::new);
        this.unknown = unknown;
        this.following = new int[count + 1];
        this.seen = new long[count / Long.SIZE + 1];
        this.required = new long[seen.length];
        for (int field = 0; field < count; field++) {
            byName.put(node.names().get(field), field);
            following[field] = field;
            if (!readers.get(field).isNullable()) {
                required[field / Long.SIZE] |= 1L << field;
            }
        }
    }

    @Override
    int read(byte[] in, int start, Row row) {
        forget();
        if (in[start] != '{') {
            throw Misfit.VALUE;
        }
        row.present(node);
        Arrays.fill(seen, 0);
        int at = JsonText.space(in, start + 1);
        if (in[at] == '}') {
            return end(at);
        }
        int previous = 0;
        while (true) {
            int field = following[previous];
            int value = field < names.length ? names[field].after(in, at) : -1;
            if (value < 0) {
                value = find(in, at);
                field = found;
                following[previous] = field == UNKNOWN ? following[previous] : field;
            }
            value = in[value] <= ' ' ? JsonText.space(in, value) : value;
            reading = field;
            if (field == UNKNOWN) {
                at = unknown.skip(in, value);
            } else {
                mark(field);
                at = readers[field].readOrNull(in, value, row);
                previous = field + 1;
            }
            at = in[at] <= ' ' ? JsonText.space(in, at) : at;
            if (in[at] == '}') {
                return end(at);
            }
            if (in[at] != ',') {
                throw Misfit.VALUE;
            }
            at++;
            at = in[at] <= ' ' ? JsonText.space(in, at) : at;
        }
    }

    private void mark(int field) {
        long bit = 1L << field;
        if ((seen[field / Long.SIZE] & bit) != 0) {
            throw Misfit.TWICE;
        }
        seen[field / Long.SIZE] |= bit;
    }

    private int end(int at) {
        for (int i = 0; i < required.length; i++) {
            long missing = required[i] & ~seen[i];
            if (missing != 0) {
                reading = i * Long.SIZE + Long.numberOfTrailingZeros(missing);
                readers[reading].forget();
                throw Misfit.MISSING;
            }
        }
        forget();
        return at + 1;
    }

    @Override
    String misfitAt() {
        if (reading == UNKNOWN) {
            return "";
        }
        String within = readers[reading].misfitAt();
        return node.names().get(reading) + (within.isEmpty() ? "" : "." + within);
    }

    @Override
    void forget() {
        reading = UNKNOWN;
    }

    /** Reads a name and its colon, and says in {@link #found} which it is. */
    private int find(byte[] in, int at) {
        for (int field = 0; field < Math.min(names.length, 8); field++) {
            int after = names[field].after(in, at);
            if (after >= 0) {
                found = field;
                return after;
            }
        }
        if (in[at] != '"') {
            throw Misfit.VALUE;
        }
        int end = JsonText.stringEnd(in, at + 1);
        String name;
        if (end >= 0) {
            name = new String(in, at + 1, end - at - 1, StandardCharsets.UTF_8);
            end++;
        } else {
            unescaped.decode(in, at + 1, ~end);
            name = unescaped.text();
            end = unescaped.end();
        }
        found = byName.getOrDefault(name, UNKNOWN);
        return JsonText.literal(in, JsonText.space(in, end), ":");
    }
}
