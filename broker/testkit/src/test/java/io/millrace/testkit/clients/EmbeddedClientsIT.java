package io.millrace.testkit.clients;

import io.millrace.testkit.node.TestNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClientsIT extends ClientsContract {

    private static TestNode node;

    @BeforeAll
    static void start(@TempDir Path directory) {
        node = TestNode.start(directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Override
    String bootstrapServers() {
        return node.kafka().publicBootstrapServers();
    }
}
