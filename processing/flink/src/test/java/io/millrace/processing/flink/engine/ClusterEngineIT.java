package io.millrace.processing.flink.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.millrace.api.FlinkSettings;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server that stands for what guards a cluster: it has a certificate of its own, and wants a password. */
class ClusterEngineIT {

    private static final String PASSWORD = "Bearer let-me-in";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private String address;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        keytool("-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", certificate());
        HttpServerOptions tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(store()).setPassword("secret"));
        address = "https://127.0.0.1:"
                + settled(vertx.createHttpServer(tls)
                                .requestHandler(ClusterEngineIT::answer)
                                .listen(0, "127.0.0.1"))
                        .actualPort();
    }

    @AfterEach
    void stop() {
        settled(vertx.close());
    }

    @Test
    void isReachedByTlsWithItsHeaders() {
        settled(check(PASSWORD, certificate()));
    }

    @Test
    void tellsThatItIsNotLetIn() {
        assertThat(problem(check("Bearer wrong", certificate()))).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("cluster-refuses");
            assertThat(problem.what()).contains(address, "HTTP 401 Unauthorized");
        });
    }

    @Test
    void tellsThatNobodyItTrustsHasSigned() {
        assertThat(problem(check(PASSWORD, null))).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("cluster-silent");
            assertThat(problem.what()).contains(address, "certification path");
        });
    }

    @Test
    void tellsThatItIsOfAnotherLine() {
        ClusterEngine cluster = cluster(PASSWORD, certificate());
        assertThat(problem(cluster.check(new RuntimeEnvironment("FLINK-1_20", 1, 20))))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("other-flink");
                    assertThat(problem.what()).contains("FLINK-1_20", address, "Flink 2.3.0");
                });
    }

    private Future<Void> check(String password, String certificates) {
        return cluster(password, certificates).check(new RuntimeEnvironment("FLINK-2_3", 2, 3));
    }

    private ClusterEngine cluster(String password, String certificates) {
        Map<String, Secret> headers = Map.of("Authorization", new Secret(password));
        return new ClusterEngine(vertx, new FlinkSettings(null, address, headers, certificates, null));
    }

    private static void answer(HttpServerRequest request) {
        if (PASSWORD.equals(request.getHeader("Authorization"))) {
            request.response().end("{\"flink-version\": \"2.3.0\"}");
        } else {
            request.response().setStatusCode(401).end("<html>Who are you?</html>");
        }
    }

    private static Problem problem(Future<Void> check) {
        Throwable failure = settled(check.map((Throwable) null).otherwise(thrown -> thrown));
        return assertThat(failure)
                .asInstanceOf(type(ProblemException.class))
                .actual()
                .problems()
                .get(0);
    }

    private static <T> T settled(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private String store() {
        return folder.resolve("store.p12").toString();
    }

    private String certificate() {
        return folder.resolve("certificate.pem").toString();
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "cluster", "-keystore", store(), "-storepass", "secret"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
