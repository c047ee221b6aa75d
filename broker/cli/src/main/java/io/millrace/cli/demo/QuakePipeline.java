package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * Earthquakes from a file into a topic, and from the topic into whatever takes them.
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
     * What takes events from the topic, and what comes of them.
     *
     * @param consumer deployment
     */
    record Outlet(DeploymentId consumer, Reading reading) {}

    /** Opens what a consumer on a node has made. */
    @FunctionalInterface
    interface Reading {
        /** @param expected facts of the sample */
        Outcome of(DemoNode node, JsonNode expected) throws IOException;
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
        JsonNode expected = new ObjectMapper()
                .readTree(sampleFolder.resolve("expected.json").toFile());
        List<Problem> problems = new ArrayList<>();
        try (TopicCounter counter = new TopicCounter(node.api(), topic)) {
            for (Outlet outlet : outlets) {
                try (Outcome outcome = outlet.reading().of(node, expected)) {
                    DeploymentId replay = new DeploymentId("Connector", source);
                    problems.addAll(new QuakeWatch(node, replay, outlet.consumer(), counter, outcome, narration)
                            .untilAllIsOut());
                    if (outcome instanceof QuakeFiles files) {
                        narration.say("Reading back " + files.finished().size() + " files in " + files.folder() + ".");
                    }
                    problems.addAll(compare(outcome, narration));
                }
            }
        }
        return problems;
    }

    private static List<Problem> compare(Outcome outcome, Narration narration) throws IOException {
        Map<String, String> want = outcome.expected();
        Map<String, String> have = outcome.found();
        Set<String> names = new LinkedHashSet<>(want.keySet());
        names.addAll(have.keySet());
        List<Problem> differences = new ArrayList<>();
        narration.say(String.format("%-24s%22s%22s", "", "expected", "found"));
        for (String name : names) {
            String wanted = want.getOrDefault(name, "-");
            String had = have.getOrDefault(name, "-");
            narration.say(
                    String.format("%-24s%22s%22s%s", name, wanted, had, wanted.equals(had) ? "" : "  <- differs"));
            if (!wanted.equals(had)) {
                differences.add(Problem.resource(
                        "demo-differs", name + ": expected " + wanted + ", found " + had + ".", null, ""));
            }
        }
        return differences;
    }
}
