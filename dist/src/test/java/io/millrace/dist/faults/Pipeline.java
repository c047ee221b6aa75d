package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What every test here applies: a topic, and sinks that write it. */
record Pipeline(List<Sink> sinks) {

    static final String TOPIC = "events";
    static final int PARTITIONS = 4;

    private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(5);

    Pipeline {
        sinks = List.copyOf(sinks);
    }

    Pipeline(Sink... sinks) {
        this(List.of(sinks));
    }

    void apply(RealNode node) {
        node.api()
                .apply(
                        sinks.stream().map(Pipeline::definition).collect(Collectors.joining("", topic(), "")),
                        "events.yaml",
                        Map.of(),
                        Map.of(),
                        null,
                        false);
    }

    /** The definition of the topic. */
    static String topic() {
        return "kind: Topic\nname: " + TOPIC + "\npartitions: " + PARTITIONS + "\n";
    }

    private static String definition(Sink sink) {
        return "---\nkind: Connector\nname: " + sink.name() + "\nconfig: {" + sink.config() + ", topics: " + TOPIC
                + "}\n";
    }

    /** Waits until the sinks' groups have committed everything there is. */
    void awaitDrained(RealNode node) {
        sinks.forEach(sink -> awaitDrained(node, sink.id()));
    }

    /** Waits until the groups of one deployment have. */
    static void awaitDrained(RealNode node, DeploymentId id) {
        Api api = node.api();
        await().atMost(DRAIN_PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    JsonNode deployment = api.deployment(id);
                    assertThat(deployment.path("lag"))
                            .as(() -> "lag, by " + deployment + "\n" + node.lastWords())
                            .hasSize(PARTITIONS)
                            .allMatch(lag -> lag.path("records").asLong(-1) == 0);
                });
    }
}
