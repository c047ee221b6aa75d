package io.millrace.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.node.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not share the node's loopback, or at least not its address. */
class AdvertisedHostIT {

    @TempDir
    Path directory;

    private Elsewhere elsewhere;

    @BeforeEach
    void leave() {
        OtherClient.KCAT.require();
        elsewhere = Elsewhere.open();
    }

    @AfterEach
    void comeBack() {
        if (elsewhere != null) {
            elsewhere.close();
        }
    }

    @Test
    void aClientElsewhereGetsThroughByTheAdvertisedHost() {
        try (TestNode node = start(elsewhere.advertisedHost())) {
            String advertised = node.kafka().publicBootstrapServers();
            assertThat(advertised).startsWith(elsewhere.advertisedHost() + ":");
            String bootstrap = elsewhere.address() + advertised.substring(advertised.lastIndexOf(':'));

            assertThat(kcat(List.of(), bootstrap, "-L"))
                    .anySatisfy(line -> assertThat(line).contains("at " + advertised));
            kcat(List.of("one", "two"), bootstrap, "-P", "-t", "far");
            assertThat(kcat(List.of(), bootstrap, "-C", "-t", "far", "-e", "-q"))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void theNodeWarnsWhenItTellsOthersToConnectToLoopback() {
        try (TestNode node = start("127.0.0.1")) {
            assertThat(new JsonObject(node.get("/v1/node").body()).getJsonArray("warnings"))
                    .singleElement()
                    .asString()
                    .contains(elsewhere.boundHost())
                    .contains("127.0.0.1")
                    .contains("Set kafka.advertisedHost");
        }
    }

    private TestNode start(String advertisedHost) {
        return TestNode.start(
                directory, Map.of("kafka.host", elsewhere.boundHost(), "kafka.advertisedHost", advertisedHost));
    }

    private List<String> kcat(List<String> input, String bootstrap, String... arguments) {
        List<String> command = new ArrayList<>(elsewhere.enter());
        command.addAll(List.of("kcat", "-b", bootstrap, "-m", "60"));
        command.addAll(List.of(arguments));
        try (ClientProcess process = ClientProcess.start(command, Map.of())) {
            process.write(input);
            return process.finish();
        }
    }
}
