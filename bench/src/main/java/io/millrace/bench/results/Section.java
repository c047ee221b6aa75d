package io.millrace.bench.results;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of one benchmark.
 *
 * @param name of the benchmark
 * @param method what was done, in a few sentences
 * @param ours heading of our column
 * @param peer heading of the peer's
 * @param rounds how often each side ran
 */
public record Section(String name, String method, String ours, String peer, int rounds, List<Measure> measures) {

    public Section {
        measures = List.copyOf(measures);
    }

    public boolean holds() {
        return measures.stream().allMatch(Measure::holds);
    }

    /** @param command as the user typed it */
    public String toMarkdown(LocalDate date, Machine machine, String command) {
        List<String> lines = new ArrayList<>();
        lines.add("## " + name);
        lines.add("");
        lines.add(date + ", " + machine + ": `" + command + "`");
        lines.add("");
        lines.add(method + " Rounds: " + rounds + ", ours and the peer in turns; medians, in brackets the range.");
        lines.add("");
        lines.add("| | ours ÷ peer | line | | ours: " + ours + " | peer: " + peer + " |");
        lines.add("|---|---|---|---|---|---|");
        measures.forEach(measure -> lines.add(measure.row()));
        lines.add("");
        return String.join("\n", lines);
    }
}
