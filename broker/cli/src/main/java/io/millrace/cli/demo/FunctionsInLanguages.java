package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.problem.Problem;
import io.millrace.cli.Poll;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.api.Refused;
import io.millrace.cli.definitions.Submitter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The same two functions in each language that the machine has, from this platform's definitions and from a SAM template. */
record FunctionsInLanguages(String name, String sample, List<String> plugins) implements Part {

    private static final String ALERTS = "alerts";
    private static final String REFUSED = "quakes-refused";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Programs by the folder of a language: one that has all of them is shown. */
    private static final Map<String, String> LANGUAGES = languages();

    private static final List<String> FORMS = List.of("functions.yaml", "template.yaml");

    private static Map<String, String> languages() {
        Map<String, String> languages = new LinkedHashMap<>();
        languages.put("java", "mvn");
        languages.put("node", "node");
        languages.put("python", "python3");
        return languages;
    }

    @Override
    public List<Problem> show(DemoNode node, Path folder, Narration narration)
            throws IOException, InterruptedException {
        Api api = node.api();
        JsonNode expected =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        long strong = expected.path("eventsOfMagnitude4.5AndMore").asLong();
        long explosions = expected.path("explosions").asLong();
        apply(api, folder.resolve("quakes.yaml"), narration);
        List<Problem> problems = new ArrayList<>();
        int runs = 0;
        Poll.until(() -> isThere(() -> api.topic(ALERTS)) && isThere(() -> api.topic(REFUSED)), PATIENCE);
        try (TopicCounter alerts = new TopicCounter(api, ALERTS);
                TopicCounter refused = new TopicCounter(api, REFUSED)) {
            for (Map.Entry<String, String> language : LANGUAGES.entrySet()) {
                if (!isInstalled(language.getValue())) {
                    narration.say(language.getKey() + " was skipped: there is no " + language.getValue() + " here.");
                    continue;
                }
                for (String form : FORMS) {
                    runs++;
                    List<DeploymentId> functions =
                            apply(api, folder.resolve(language.getKey()).resolve(form), narration);
                    await(alerts, refused, runs * strong, runs * explosions, narration);
                    problems.addAll(differences(ALERTS, runs * strong, alerts.records(), narration));
                    problems.addAll(differences(REFUSED, runs * explosions, refused.records(), narration));
                    remove(api, functions);
                }
            }
        }
        return problems;
    }

    private static List<DeploymentId> apply(Api api, Path definitions, Narration narration) {
        narration.say("Applying " + definitions + ".");
        List<DeploymentId> applied = new ArrayList<>();
        for (JsonNode change :
                new Submitter(api, narration.out()).apply(definitions).path("changes")) {
            DeploymentId id = new DeploymentId(
                    change.path("kind").asText(), change.path("name").asText());
            narration.say("  " + id.kind() + "/" + id.name() + " "
                    + change.path("action").asText());
            applied.add(id);
        }
        return applied;
    }

    private static void await(
            TopicCounter alerts, TopicCounter refused, long wantAlerts, long wantRefused, Narration narration)
            throws InterruptedException {
        Poll.until(
                () -> {
                    narration.progress(alerts.records() + " alerts, " + refused.records() + " refused");
                    return alerts.records() >= wantAlerts && refused.records() >= wantRefused;
                },
                PATIENCE);
    }

    private static List<Problem> differences(String topic, long wanted, long found, Narration narration) {
        narration.say(String.format("  %-16s%8d expected%8d found", topic, wanted, found));
        return wanted == found
                ? List.of()
                : List.of(Problem.resource(
                        "demo-differs", topic + ": expected " + wanted + ", found " + found + ".", null, ""));
    }

    /** With their consumer groups, so that the next ones read from the beginning. */
    private static void remove(Api api, List<DeploymentId> functions) throws InterruptedException {
        functions.forEach(api::delete);
        for (DeploymentId function : functions) {
            Poll.until(() -> !isThere(() -> api.deployment(function)), PATIENCE);
        }
    }

    private static boolean isThere(Supplier<JsonNode> question) {
        try {
            return question.get() != null;
        } catch (Refused refused) {
            return refused.status() != 404;
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
