package io.millrace.api.problem;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a user probably meant. */
public final class Suggestion {

    /** As many names as a reader takes in at a glance. */
    private static final int FEW = 12;

    private Suggestion() {}

    /** The known name closest to the word, if one is close; style (case, dots, dashes, underscores) does not count. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String bare = bare(word);
        int tolerance = bare.length() <= 3 ? 1 : bare.length() <= 7 ? 2 : 3;
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            String other = bare(name);
            if (Math.abs(bare.length() - other.length()) > tolerance) {
                continue;
            }
            int distance = distance(bare, other);
            boolean close = distance <= tolerance && distance < other.length();
            boolean first = distance < least || (distance == least && name.compareTo(nearest) < 0);
            if (close && first) {
                nearest = name;
                least = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** One sentence: the nearest known name, or all of them when they are few. */
    public static String mend(String word, Collection<String> known) {
        Optional<String> nearest = nearest(word, known);
        if (nearest.isPresent()) {
            return "Write " + nearest.get() + ".";
        }
        return known.isEmpty() || known.size() > FEW
                ? "Remove it."
                : "Remove it, or use one of " + known.stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    /** {@code a, b or c}. */
    public static String or(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /** The word without what differs between styles of names. */
    public static String bare(String word) {
        return word.replaceAll("[-._\\s]", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours. Source: optimal string alignment. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + replace);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
