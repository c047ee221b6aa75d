package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Poll;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.topics.Lag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Follows events from a source through a topic into files until no more will come. Used by one thread. */
final class QuakeWatch {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** How long fewer events in files than in the topic may look like all there will be. */
    private static final Duration DOUBT = Duration.ofSeconds(5);

    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED");

    private final DemoNode node;
    private final Api api;
    private final DeploymentId source;
    private final DeploymentId sink;
    private final TopicCounter topic;
    private final QuakeFiles files;
    private final Narration narration;
    private Instant firstInTopic;
    private Instant firstInFile;
    private Instant quietSince;

    QuakeWatch(
            DemoNode node,
            DeploymentId source,
            DeploymentId sink,
            TopicCounter topic,
            QuakeFiles files,
            Narration narration) {
        this.node = node;
        this.api = node.api();
        this.source = source;
        this.sink = sink;
        this.topic = topic;
        this.files = files;
        this.narration = narration;
    }

    /**
     * Waits, and tells how far it is.
     *
     * @return what the source and the sink say is wrong
     * @throws ProblemException when the node ended or the events never got there
     */
    List<Problem> untilAllIsInFiles() throws InterruptedException {
        boolean done = Poll.until(this::isDone, PATIENCE);
        List<Problem> problems = Api.problems(api.deployment(source));
        problems.addAll(Api.problems(api.deployment(sink)));
        if (!done) {
            problems.add(Problem.resource(
                    "demo-stuck",
                    "not all events were in files after " + PATIENCE.toMinutes() + " minutes.",
                    null,
                    "Look at " + node.log() + "."));
            throw new ProblemException(problems);
        }
        if (firstInTopic != null && firstInFile != null) {
            narration.say("First event counted after " + narration.seconds(firstInTopic) + " in the topic, after "
                    + narration.seconds(firstInFile) + " in a finished file.");
        }
        return problems;
    }

    private boolean isDone() {
        JsonNode reading = api.deployment(source);
        JsonNode writing = api.deployment(sink);
        long inTopic = topic.records();
        long inFiles = inFiles();
        Instant now = Instant.now();
        firstInTopic = firstInTopic == null && inTopic > 0 ? now : firstInTopic;
        firstInFile = firstInFile == null && inFiles > 0 ? now : firstInFile;
        narration.progress(
                String.format(Locale.ROOT, "%,6d events in the topic   %,6d in finished files", inTopic, inFiles));
        boolean quiet = ENDED.contains(state(reading)) && Lag.records(writing.path("lag")) == 0;
        quietSince = !quiet ? null : quietSince == null ? now : quietSince;
        boolean complete = quiet && (inFiles == inTopic || now.isAfter(quietSince.plus(DOUBT)));
        return complete || state(writing).equals("FAILED");
    }

    private long inFiles() {
        try {
            return files.events();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String state(JsonNode deployment) {
        return deployment.path("state").asText();
    }
}
