package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.definitions.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Earthquakes from a file into a topic, and from the topic into files.
 *
 * @param topic that they go through
 * @param source connector that reads the file
 * @param outlets where they come out
 */
record QuakePipeline(
        String name, String sample, List<String> plugins, String topic, String source, List<Outlet> outlets)
        implements Part {

    private static final String DEFINITIONS = "quakes.yaml";

    /**
     * A sink and what it writes.
     *
     * @param sink connector
     */
    record Outlet(String sink, Reading reading) {}

    /** Opens what a sink of a node has written. */
    @FunctionalInterface
    interface Reading {
        QuakeFiles of(DemoNode node) throws IOException;
    }

    @Override
    public List<Problem> show(DemoNode node, Path sampleFolder, Narration narration)
            throws IOException, InterruptedException {
        Path definitions = sampleFolder.resolve(DEFINITIONS);
        narration.say("Applying " + definitions + ".");
        for (JsonNode change :
                new Submitter(node.api(), narration.out()).apply(definitions).path("changes")) {
            narration.say("  " + change.path("kind").asText() + "/"
                    + change.path("name").asText() + " " + change.path("action").asText());
        }
        QuakeFacts expected = QuakeFacts.expected(sampleFolder.resolve("expected.json"));
        List<Problem> problems = new ArrayList<>();
        try (TopicCounter counter = new TopicCounter(node.api(), topic)) {
            for (Outlet outlet : outlets) {
                try (QuakeFiles files = outlet.reading().of(node)) {
                    problems.addAll(
                            new QuakeWatch(node, connector(source), connector(outlet.sink()), counter, files, narration)
                                    .untilAllIsInFiles());
                    narration.say("Reading back " + files.finished().size() + " files in " + files.folder() + ".");
                    problems.addAll(compare(expected, files.facts(), narration));
                }
            }
        }
        return problems;
    }

    private static DeploymentId connector(String name) {
        return new DeploymentId("Connector", name);
    }

    private static List<Problem> compare(QuakeFacts expected, QuakeFacts found, Narration narration) {
        Map<String, String> want = expected.byName();
        Map<String, String> have = found.byName();
        Set<String> names = new LinkedHashSet<>(want.keySet());
        names.addAll(have.keySet());
        List<Problem> differences = new ArrayList<>();
        narration.say(String.format("%-24s%14s%14s", "", "expected", "found"));
        for (String name : names) {
            String wanted = want.getOrDefault(name, "-");
            String had = have.getOrDefault(name, "-");
            narration.say(
                    String.format("%-24s%14s%14s%s", name, wanted, had, wanted.equals(had) ? "" : "  <- differs"));
            if (!wanted.equals(had)) {
                differences.add(Problem.resource(
                        "demo-differs", name + ": expected " + wanted + ", found " + had + ".", null, ""));
            }
        }
        return differences;
    }
}
