package io.millrace.dist.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.node.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is asked to stop before it has started. */
class EarlyStopIT {

    @TempDir
    private Path folder;

    @Test
    void doesNotWaitForABrokerThatDoesNotAnswer() throws Exception {
        Map<String, String> settings =
                Map.of("kafka.mode", "external", "kafka.bootstrapServers", "127.0.0.1:" + Ports.free("127.0.0.1"));
        try (RealNode node = new RealNode(RealNode.HOME, folder.resolve("data"), settings)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> node.lastWords().contains("could not be established"));
            node.stop(); // expects exit code 0; a start that fails would end with 1
        }
    }
}
