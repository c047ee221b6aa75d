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

/** Earthquakes from a file into a topic, and from the topic into files. */
final class FilesPart implements Part {

    private static final String TOPIC = "quakes";
    private static final DeploymentId SOURCE = new DeploymentId("Connector", "quakes-replay");
    private static final DeploymentId SINK = new DeploymentId("Connector", "quakes-files");

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String sample() {
        return "01-quakes-to-files";
    }

    @Override
    public List<String> plugins() {
        return List.of("replay", "file");
    }

    @Override
    public List<Problem> show(DemoNode node, Path sample, Narration narration)
            throws IOException, InterruptedException {
        Path pipeline = sample.resolve("quakes.yaml");
        narration.say("Applying " + pipeline + ".");
        for (JsonNode change :
                new Submitter(node.api(), narration.out()).apply(pipeline).path("changes")) {
            narration.say("  " + change.path("kind").asText() + "/"
                    + change.path("name").asText() + " " + change.path("action").asText());
        }
        Path folder = node.files("quakes");
        QuakeFiles files = new QuakeFiles(folder);
        List<Problem> problems;
        try (TopicCounter topic = new TopicCounter(node.api(), TOPIC)) {
            problems = new QuakeWatch(node, SOURCE, SINK, topic, files, narration).untilAllIsInFiles();
        }
        narration.say("Reading back " + files.finished().size() + " files in " + folder + ".");
        problems.addAll(compare(QuakeFacts.expected(sample.resolve("expected.json")), files.facts(), narration));
        return problems;
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
