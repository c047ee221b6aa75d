package io.millrace.bench.results;

/**
 * What a figure is held against.
 *
 * @param of what the limit is a limit of
 * @param bound on which side of the limit the figure has to be
 * @param limit without a unit for a ratio, else in the measure's unit
 */
public record Line(Of of, Bound bound, double limit) {

    /** What is judged: its median. */
    public enum Of {
        /** Ours by the peer's. */
        RATIO,
        OURS
    }

    /** The side that passes. */
    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    public static Line ratioAtLeast(double limit) {
        return new Line(Of.RATIO, Bound.AT_LEAST, limit);
    }

    public static Line ratioAtMost(double limit) {
        return new Line(Of.RATIO, Bound.AT_MOST, limit);
    }

    public static Line oursAtMost(double limit) {
        return new Line(Of.OURS, Bound.AT_MOST, limit);
    }

    boolean holds(double value) {
        return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
    }
}
