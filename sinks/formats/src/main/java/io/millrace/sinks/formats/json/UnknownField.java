package io.millrace.sinks.formats.json;

/** What becomes of a field that the schema does not have. */
@FunctionalInterface
interface UnknownField {

    /**
     * Passes over its value.
     *
     * @param at of the value's first byte
     * @return after its last
     * @throws Misfit or {@link IndexOutOfBoundsException} when it may not be passed over, or is no JSON
     */
    int skip(byte[] in, int at);

    /** Passes over what says nothing of its type, such as null and empty lists; the schema has to take in anything else. */
    static int nothing(byte[] in, int start) {
        return nothing(in, start, JsonTypes.MAX_DEPTH);
    }

    /** Passes over nothing: the schema has to take in every field. */
    UnknownField NONE = (in, at) -> {
        throw Misfit.VALUE;
    };

    private static int nothing(byte[] in, int start, int depth) {
        if (in[start] == 'n') {
            return JsonText.literal(in, start, "null");
        }
        boolean object = in[start] == '{';
        if ((!object && in[start] != '[') || depth == 0) {
            throw Misfit.VALUE;
        }
        char close = object ? '}' : ']';
        int at = JsonText.space(in, start + 1);
        if (in[at] == close) {
            return at + 1;
        }
        while (true) {
            if (object) {
                at = JsonText.stringEnd(in, JsonText.literal(in, at, "\""));
                if (at < 0) {
                    throw Misfit.VALUE; // with escapes; the slow way finds out
                }
                at = JsonText.space(in, JsonText.literal(in, JsonText.space(in, at + 1), ":"));
            }
            at = JsonText.space(in, nothing(in, at, depth - 1));
            if (in[at] == close) {
                return at + 1;
            }
            at = JsonText.space(in, JsonText.literal(in, at, ","));
        }
    }
}
