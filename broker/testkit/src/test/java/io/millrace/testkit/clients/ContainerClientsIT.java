package io.millrace.testkit.clients;

import static org.junit.jupiter.api.Assumptions.abort;

import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The same against Kafka's own image of the same version: a difference would be ours. */
class ContainerClientsIT extends ClientsContract {

    private static KafkaContainer broker;

    @BeforeAll
    static void start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            System.out.println("skipped: no Docker");
            abort("no Docker");
        }
        broker = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion());
        broker.start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.stop();
        }
    }

    @Override
    String bootstrapServers() {
        return broker.getBootstrapServers();
    }
}
