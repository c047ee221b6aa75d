package io.millrace.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static final String NODE = """
            {"id": 1, "cluster": "default", "version": "0.1.0", "clusterId": "abc", "mode": "embedded", "uptimeMs": 192000,
             "listeners": [
               {"name": "CLIENT", "address": "0.0.0.0:9092", "advertised": "box:9092", "bootstrap": "box:9092"},
               {"name": "CONTROLLER", "address": "127.0.0.1:9093", "advertised": "127.0.0.1:9093", "bootstrap": ""}],
             "warnings": ["CLIENT advertises loopback"]}""";

    @Test
    void showsABootstrapLineForEachListener() {
        try (FakeNode node = new FakeNode()
                .answers("GET /v1/node", NODE)
                .answers(
                        "GET /v1/deployments",
                        "{\"deployments\": [{\"state\": \"RUNNING\"}, {\"state\": \"RUNNING\"}, {\"state\": \"FAILED\"}]}")) {
            assertThat(Run.millrace(node, "status").out()).isEqualTo("""
                    Node 1 of cluster default, Millrace 0.1.0, up 3 min 12 s
                    Broker embedded, Kafka cluster abc
                    Deployments 1 FAILED, 2 RUNNING

                    LISTENER     ADDRESS          ADVERTISED       BOOTSTRAP
                    CLIENT       0.0.0.0:9092     box:9092         box:9092
                    CONTROLLER   127.0.0.1:9093   127.0.0.1:9093   -

                    warning: CLIENT advertises loopback
                    """);
        }
    }

    @Test
    void sendsTheToken() {
        try (FakeNode node = new FakeNode().answers("GET /v1/node", NODE).answers("GET /v1/deployments", "{}")) {
            Run.millrace(node, "status", "--token", "secret");
            assertThat(node.request("GET /v1/node").headers().get("Authorization"))
                    .containsExactly("Bearer secret");
        }
    }

    @Test
    void aNodeThatIsNotThereIsToldWithHowToStartOne() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Run run = Run.millrace("status", "--server", "127.0.0.1:" + free);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
                error: cannot reach http://127.0.0.1:%d.
                  Start a node with: millrace start, or name another with --server URL or MILLRACE_SERVER.
                """.formatted(free));
    }

    @Test
    void anotherServerIsNotTakenForANode() {
        try (FakeNode other = new FakeNode()) {
            Run run = Run.millrace(other, "status");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("does not answer as a Millrace node (HTTP 404)");
        }
    }

    @Test
    void startOutsideOfADistributionSaysWhereToRunIt() {
        Run run = Run.millrace("start");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("does not stand in a distribution", "./millrace of a clone");
    }
}
