package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.connectors.Positions.Stored;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SourceTroubleTest {

    @Test
    void triesAgainWhatMayPass() {
        assertThat(List.of(
                        new TimeoutException("late"),
                        new ProducerFencedException("fenced"),
                        new KafkaException("out of order", new TimeoutException("late")),
                        new IOException("disk"),
                        DeliveryException.unavailable("away", null),
                        new ProblemException(Problem.resource("full", "The disk is full.", null, ""))))
                .allSatisfy(failure -> {
                    SourceTrouble trouble = SourceTrouble.of(failure);
                    assertThat(trouble.fatal()).isFalse();
                    assertThat(trouble.problems()).extracting(Problem::fault).containsExactly(Fault.RESOURCE);
                });
    }

    @Test
    void stopsAtWhatSomebodyHasToMend() {
        assertThat(List.of(
                        new TopicAuthorizationException("quakes"),
                        new KafkaException("out of order", new TopicAuthorizationException("quakes")),
                        DeliveryException.fatal("worn out", null),
                        new ProblemException(Problem.user("gone", "The file is gone.", null, ""))))
                .allSatisfy(failure -> {
                    SourceTrouble trouble = SourceTrouble.of(failure);
                    assertThat(trouble.fatal()).isTrue();
                    assertThat(trouble.problems()).extracting(Problem::fault).containsExactly(Fault.USER);
                });
        assertThat(SourceTrouble.of(new NullPointerException("defect")).problems())
                .extracting(Problem::fault)
                .containsExactly(Fault.INTERNAL);
    }

    @Test
    void isTakenOverOnlyByAnother() {
        Optional<Stored> known = Optional.of(new Stored("me", new JsonObject().put("line", 1)));
        Optional<Stored> mine = Optional.of(new Stored("me", new JsonObject().put("line", 2)));
        Optional<Stored> others = Optional.of(new Stored("other", new JsonObject().put("line", 2)));

        assertThat(SourceSession.takenOver("me", known, known)).isFalse();
        assertThat(SourceSession.takenOver("me", known, mine)).isFalse();
        assertThat(SourceSession.takenOver("me", others, others)).isFalse();
        assertThat(SourceSession.takenOver("me", known, others)).isTrue();
        assertThat(SourceSession.takenOver("me", Optional.empty(), others)).isTrue();
    }
}
