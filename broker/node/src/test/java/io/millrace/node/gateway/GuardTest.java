package io.millrace.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.deployment.Status;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.Secret;
import io.millrace.node.NodeConfig.HttpSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a hostile page or a stranger would send them, byte by byte. */
class GuardTest {

    private static final String PAUSE = "POST /v1/deployments/Topic/quakes/pause HTTP/1.1";
    private static final String HOST = "Host: localhost";
    private static final String JSON = "Content-Type: application/json";

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, null);
        gateway.deployments.add(FakeDeployments.view("Topic", "quakes", Status.State.RUNNING));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: LOCALHOST:9999",
                "Host: 127.0.0.1",
                "Host: 127.1.2.3:80",
                "Host: [::1]:8080",
                "Host: mill.example:8080"
            })
    void takesRequestsMeantForThisNode(String host) throws Exception {
        assertThat(gateway.raw(PAUSE, host, JSON, "Content-Length: 0")).startsWith("HTTP/1.1 200 ");
        assertThat(gateway.deployments.calls).containsExactly("pause Topic/quakes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: 192.0.2.7",
                "Host: 1.2.3.4.5",
                "Host:"
            })
    void refusesRequestsMeantForAnotherHost(String host) throws Exception {
        assertThat(gateway.raw(PAUSE, host, JSON, "Content-Length: 0"))
                .startsWith("HTTP/1.1 421 ")
                .contains("application/problem+json", "unknown-host");
        assertThat(gateway.raw("GET /v1/deployments HTTP/1.1", host)).startsWith("HTTP/1.1 421 ");
        assertThat(gateway.deployments.calls).isEmpty();
    }

    @Test
    void takesRequestsOfItsOwnPage() throws Exception {
        String answer =
                gateway.raw(PAUSE, "Host: localhost:8080", "Origin: http://localhost:8080", JSON, "Content-Length: 0");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:3000", "null", "http://localhost", "::"})
    void refusesRequestsOfAnotherSitesPage(String origin) throws Exception {
        assertThat(gateway.raw(PAUSE, "Host: localhost:8080", "Origin: " + origin, JSON, "Content-Length: 0"))
                .startsWith("HTTP/1.1 403 ")
                .contains("foreign-origin");
        assertThat(gateway.deployments.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: none",
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x"
            })
    void refusesWhatAFormCouldSend(String contentType) throws Exception {
        for (String method : new String[] {PAUSE, "DELETE /v1/deployments/Topic/quakes HTTP/1.1"}) {
            assertThat(gateway.raw(method, HOST, contentType, "Content-Length: 0"))
                    .startsWith("HTTP/1.1 415 ")
                    .contains("unsupported-content-type", "application/json");
        }
        assertThat(gateway.deployments.calls).isEmpty();
    }

    @Test
    void refusesABodyOfAnotherTypeThanTheOperations() throws Exception {
        assertThat(gateway.raw("POST /v1/apply HTTP/1.1", HOST, "Content-Type: application/octet-stream"))
                .startsWith("HTTP/1.1 415 ")
                .contains("Declare application/json.");
    }

    @Test
    void needsTheTokenForEverythingButHealthAndThePage() throws Exception {
        gateway.close();
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, "s3cret");
        for (String path : new String[] {"/v1/node", "/v1/deployments", "/metrics", "/ready", "/openapi.yaml"}) {
            String request = "GET " + path + " HTTP/1.1";
            assertThat(gateway.raw(request, HOST))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Bearer")
                    .contains("this node needs a token");
            assertThat(gateway.raw(request, HOST, "Authorization: Bearer s3cre"))
                    .startsWith("HTTP/1.1 401 ");
            assertThat(gateway.raw(request, HOST, "Authorization: Basic s3cret"))
                    .startsWith("HTTP/1.1 401 ");
        }
        assertThat(gateway.raw("GET /v1/node HTTP/1.1", HOST, "Authorization: bearer s3cret"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(gateway.raw("GET /health HTTP/1.1", HOST)).startsWith("HTTP/1.1 200 ");
        assertThat(gateway.raw("GET / HTTP/1.1", HOST)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void showsPagesOfPluginsToWhomTheBrowserHasAskedForTheToken() throws Exception {
        assertThat(gateway.raw("GET /echo/a/b?c=d HTTP/1.1", HOST)).endsWith("asked for /echo/a/b?c=d");
        assertThat(gateway.raw("GET /echo/a HTTP/1.1", HOST, "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(gateway.raw("POST /echo/a HTTP/1.1", HOST, "Content-Type: application/json", "Content-Length: 0"))
                .startsWith("HTTP/1.1 405 ");
        gateway.close();
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, "s3cret");
        assertThat(gateway.raw("GET /echo/a HTTP/1.1", HOST))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Basic");
        assertThat(gateway.raw("GET /echo/a HTTP/1.1", HOST, "Authorization: Basic " + basic("me:wrong")))
                .startsWith("HTTP/1.1 401 ");
        assertThat(gateway.raw("GET /echo/a HTTP/1.1", HOST, "Authorization: Basic " + basic("me:s3cret")))
                .endsWith("asked for /echo/a");
    }

    private static String basic(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void neverSaysTheToken() throws Exception {
        gateway.close();
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, "s3cret");
        assertThat(gateway.raw("GET /v1/node HTTP/1.1", HOST, "Authorization: Bearer wrong"))
                .doesNotContain("s3cret", "wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void refusesToListenWiderThanLoopbackWithoutAToken(String host) {
        assertThatThrownBy(() -> Gateway.check(new HttpSettings(host, 0, null)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("node.http.host")
                .hasMessageContaining("node.http.token");
        assertThatThrownBy(() -> Gateway.check(new HttpSettings(host, 0, new Secret(" "))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void listensWiderWithAToken() throws Exception {
        gateway.close();
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, "0.0.0.0", "s3cret");
        assertThat(gateway.raw("GET /v1/node HTTP/1.1", HOST, "Authorization: Bearer s3cret"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void namesTheHolderOfATakenPort() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Gateway.check(new HttpSettings("127.0.0.1", holder.getLocalPort(), null)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("node.http.port")
                    .hasMessageContaining(":" + holder.getLocalPort())
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }
}
