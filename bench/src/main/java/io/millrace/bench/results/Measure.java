package io.millrace.bench.results;

import java.util.Locale;

/**
 * A figure of ours beside the peer's.
 *
 * @param name what it is
 * @param unit of the figures
 * @param digits shown after the point
 * @param peer null when there is nothing to compare with
 * @param line null when the figure is told, not judged
 */
public record Measure(String name, String unit, int digits, Sample ours, Sample peer, Line line) {

    public Measure {
        if (line != null && line.of() == Line.Of.RATIO && peer == null) {
            throw new IllegalArgumentException(name + ": a ratio needs a peer");
        }
    }

    /** True when there is no line or the median is on its right side. */
    public boolean holds() {
        return line == null || line.holds(judged().median());
    }

    private Sample judged() {
        return line.of() == Line.Of.RATIO ? ours.over(peer) : ours;
    }

    /** A row of the table: ratio, line, verdict, ours, the peer's. */
    String row() {
        return "| " + String.join(" | ", name, ratio(), limit(), verdict(), figures(ours), figures(peer)) + " |";
    }

    private String ratio() {
        return peer == null ? "" : shown(ours.over(peer), 2);
    }

    private String limit() {
        if (line == null) {
            return "";
        }
        return line.bound().sign + " "
                + (line.of() == Line.Of.RATIO ? number(line.limit(), 2) : number(line.limit(), digits) + " " + unit);
    }

    private String verdict() {
        return line == null ? "" : holds() ? "pass" : "**fail**";
    }

    private String figures(Sample sample) {
        return sample == null ? "" : shown(sample, digits) + " " + unit;
    }

    private static String shown(Sample sample, int digits) {
        return "**" + number(sample.median(), digits) + "** (" + number(sample.least(), digits) + " – "
                + number(sample.most(), digits) + ")";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
