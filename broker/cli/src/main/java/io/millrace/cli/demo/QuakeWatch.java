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

/** Follows events from a source through a topic to where they come out until no more will come. Used by one thread. */
final class QuakeWatch {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED");

    private final DemoNode node;
    private final Api api;
    private final DeploymentId source;
    private final DeploymentId consumer;
    private final TopicCounter topic;
    private final Outcome outcome;
    private final Narration narration;
    private boolean wasEmpty;
    private Instant firstInTopic; // null when it was there before it was looked for
    private Instant firstOut;
    private long out;
    private Instant quietSince;

    QuakeWatch(
            DemoNode node,
            DeploymentId source,
            DeploymentId consumer,
            TopicCounter topic,
            Outcome outcome,
            Narration narration) {
        this.node = node;
        this.api = node.api();
        this.source = source;
        this.consumer = consumer;
        this.topic = topic;
        this.outcome = outcome;
        this.narration = narration;
    }

    /**
     * Waits, and tells how far it is.
     *
     * @return what the source and the consumer say is wrong
     * @throws ProblemException when the node ended or the events never got there
     */
    List<Problem> untilAllIsOut() throws InterruptedException {
        boolean done = Poll.until(this::isDone, PATIENCE);
        List<Problem> problems = Api.problems(api.deployment(source));
        problems.addAll(Api.problems(api.deployment(consumer)));
        if (!done) {
            problems.add(Problem.resource(
                    "demo-stuck",
                    "not all events were " + outcome.where() + " after " + PATIENCE.toMinutes() + " minutes.",
                    null,
                    "Look at " + node.log() + "."));
            throw new ProblemException(problems);
        }
        if (firstInTopic != null && firstOut != null) {
            narration.say("First event counted after " + narration.seconds(firstInTopic) + " in the topic, after "
                    + narration.seconds(firstOut) + " " + outcome.where() + ".");
        }
        return problems;
    }

    private boolean isDone() {
        JsonNode reading = api.deployment(source);
        JsonNode writing = api.deployment(consumer);
        long inTopic = topic.records();
        long before = out;
        out = events();
        Instant now = Instant.now();
        firstInTopic = firstInTopic == null && wasEmpty && inTopic > 0 ? now : firstInTopic;
        wasEmpty |= inTopic == 0;
        firstOut = firstOut == null && out > 0 ? now : firstOut;
        narration.progress(
                String.format(Locale.ROOT, "%,6d events in the topic   %,6d %s", inTopic, out, outcome.where()));
        boolean quiet = ENDED.contains(state(reading))
                && state(writing).equals("RUNNING")
                && Lag.records(writing.path("lag")) == 0;
        quietSince = !quiet ? null : quietSince == null || out != before ? now : quietSince;
        boolean complete = quiet && (out == outcome.due(inTopic) || now.isAfter(quietSince.plus(outcome.doubt())));
        return complete || state(writing).equals("FAILED");
    }

    private long events() {
        try {
            return outcome.events();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String state(JsonNode deployment) {
        return deployment.path("state").asText();
    }
}
