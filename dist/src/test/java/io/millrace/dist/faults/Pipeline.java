package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What every test here applies: a topic, and a sink that writes it to files of eight folders.
 *
 * @param store folder that the sink writes to
 * @param sink settings of the sink besides its topics and its folder
 */
record Pipeline(Path store, String sink) {

    static final String TOPIC = "events";
    static final int PARTITIONS = 4;
    static final DeploymentId SINK = new DeploymentId("Connector", "events-files");
    static final String GROUP = "millrace.default.connector.events-files";

    private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(5);

    /** The file sink; a flush has a file for each folder. */
    static Pipeline files(Path store) {
        return new Pipeline(
                store,
                "{connector.class: FileSink, flush.size: 3000, rotate.schedule.interval.ms: 700,"
                        + " partitioner.class: FieldPartitioner, partition.field.name: g,"
                        // A group that learns soon of who comes, and of who was killed.
                        + " consumer.override.heartbeat.interval.ms: 500, consumer.override.session.timeout.ms: 6000,");
    }

    /** Where the files of the topic appear. */
    Path topicFolder() {
        return store.resolve("topics").resolve(TOPIC);
    }

    void apply(RealNode node) {
        node.api()
                .apply(
                        "kind: Topic\nname: " + TOPIC + "\npartitions: " + PARTITIONS
                                + "\n---\nkind: Connector\nname: " + SINK.name()
                                + "\nconfig: " + sink + " topics: " + TOPIC + ", store.url: \"" + store.toUri()
                                + "\"}\n",
                        "events.yaml",
                        Map.of(),
                        null,
                        false);
    }

    /** Waits until the sink's group has committed everything there is. */
    static void awaitDrained(RealNode node) {
        Api api = node.api();
        await().atMost(DRAIN_PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode sink = api.deployment(SINK);
            assertThat(sink.path("lag"))
                    .as(() -> "lag, by " + sink + "\n" + node.lastWords())
                    .hasSize(PARTITIONS)
                    .allMatch(lag -> lag.path("records").asLong(-1) == 0);
        });
    }
}
