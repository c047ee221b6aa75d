package io.millrace.bench.results;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure of several rounds.
 *
 * @param values in the order of the rounds; at least one
 */
public record Sample(List<Double> values) {

    public Sample {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample has at least one value");
        }
    }

    /** The middle one; the mean of the two in the middle when their number is even. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double least() {
        return Collections.min(values);
    }

    public double most() {
        return Collections.max(values);
    }

    /**
     * This by that, round by round: what slows the machine down for a while slows both of a round down and leaves their ratio.
     *
     * @param peer as many values as this
     */
    public Sample over(Sample peer) {
        if (peer.values.size() != values.size()) {
            throw new IllegalArgumentException(values.size() + " rounds against " + peer.values.size());
        }
        return new Sample(IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / peer.values.get(round))
                .toList());
    }
}
