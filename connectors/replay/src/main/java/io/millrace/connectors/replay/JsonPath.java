package io.millrace.connectors.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way into a JSON value: {@code $.a.b}, {@code a.b[0]}, {@code $.a['b c']}. The leading {@code $} may be left out.
 *
 * @param steps a {@code String} is the name of a field, an {@code Integer} the index of an element; at least one
 */
record JsonPath(List<Object> steps) {

    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]'$\\s]+)|\\[(\\d{1,9})]|\\['([^']+)']");

    /** @throws IllegalArgumentException when the text is not a path */
    static JsonPath parse(String text) {
        String path = text.strip();
        boolean rooted = path.startsWith("$");
        Matcher step = STEP.matcher(path);
        List<Object> steps = new ArrayList<>();
        for (int at = rooted ? 1 : 0; at < path.length(); at = step.end()) {
            boolean needsDot = path.charAt(at) != '[' && (rooted || !steps.isEmpty());
            boolean hasDot = path.charAt(at) == '.';
            if (needsDot != hasDot || !step.region(at, path.length()).lookingAt()) {
                throw new IllegalArgumentException("not a path: " + text);
            }
            String name = step.group(1) != null ? step.group(1) : step.group(3);
            steps.add(name != null ? name : Integer.valueOf(step.group(2)));
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("not a path: " + text);
        }
        return new JsonPath(List.copyOf(steps));
    }

    /** Whether the step from the container at a depth (0 is the outermost) is this one. */
    boolean takes(int depth, Object step) {
        return depth < steps.size() && steps.get(depth).equals(step);
    }

    boolean endsAt(int depth) {
        return depth == steps.size();
    }
}
