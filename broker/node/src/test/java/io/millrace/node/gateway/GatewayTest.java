package io.millrace.node.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway before fake deployments: what the contract says of them, and errors. */
class GatewayTest {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayTest.class);
    private static final String DIGEST_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory, TestGateway.NO_BROKER, null);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void showsADeploymentWithStateLagAndRates() throws Exception {
        Problem full = Problem.resource("disk-full", "the disk is full.", Where.path("store.url"), "Make room.");
        gateway.deployments.add(FakeDeployments.view("Connector", "quakes-files", Status.State.RETRYING, full));
        JsonObject shown = json(gateway.get("/v1/deployments/Connector/quakes-files"), 200);
        assertThat(shown).isEqualTo(new JsonObject("""
                {"kind": "Connector", "name": "quakes-files", "uid": "uid-quakes-files", "generation": 3,
                 "paused": false, "deleting": false, "appliedAt": "2026-01-31T12:00:00Z",
                 "labels": {"team": "seismic"}, "description": "", "settings": {"partitions": 4},
                 "source": "kind: Connector\\nname: quakes-files\\n", "state": "RETRYING",
                 "status": [{"node": 1, "state": "RETRYING", "details": {"records": 1707}, "problems": [
                   {"code": "disk-full", "fault": "resource", "what": "the disk is full.", "mend": "Make room.",
                    "where": {"file": "", "line": 0, "column": 0, "path": "store.url"}}]}],
                 "lag": [
                   {"topic": "quakes", "partition": 0, "committed": 10, "end": 12, "records": 2, "seconds": 0.25},
                   {"topic": "quakes", "partition": 1, "committed": null, "end": 20, "records": 20, "seconds": 3.5}],
                 "rates": {"records": 500.0, "bytes": 64000.0}}"""));
    }

    @Test
    void listsDeploymentsOfAKind() throws Exception {
        gateway.deployments.add(FakeDeployments.view("Topic", "quakes", Status.State.RUNNING));
        gateway.deployments.add(FakeDeployments.view("Connector", "quakes-files", Status.State.RUNNING));
        assertThat(json(gateway.get("/v1/deployments"), 200).getJsonArray("deployments"))
                .hasSize(2);
        assertThat(json(gateway.get("/v1/deployments/Topic"), 200).getJsonArray("deployments"))
                .hasSize(1);
        assertThat(problem(gateway.get("/v1/deployments/Topik"), 404)).isEqualTo("unknown-kind");
        assertThat(problem(gateway.get("/v1/deployments/Topic/none"), 404)).isEqualTo("unknown-deployment");
    }

    @Test
    void passesLifeCycleCallsOn() throws Exception {
        gateway.deployments.add(FakeDeployments.view("Topic", "earth quakes", Status.State.RUNNING));
        String path = "/v1/deployments/Topic/earth%20quakes";
        for (String verb : List.of("pause", "resume", "restart")) {
            assertThat(gateway.post(path + "/" + verb, "").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.post(path + "/rollback", "{\"generation\": 2}").statusCode())
                .isEqualTo(200);
        assertThat(gateway.send("DELETE", path, "application/json", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(202);
        assertThat(gateway.deployments.calls)
                .containsExactly(
                        "pause Topic/earth quakes",
                        "resume Topic/earth quakes",
                        "restart Topic/earth quakes",
                        "rollback 2 Topic/earth quakes",
                        "delete Topic/earth quakes");
    }

    @Test
    void showsAndFollowsLogs() throws Exception {
        gateway.deployments.add(FakeDeployments.view("Topic", "quakes", Status.State.RUNNING));
        String path = "/v1/deployments/Topic/quakes/logs";
        assertThat(gateway.get(path).body()).isEmpty();
        try (var lines = new BufferedReader(
                new InputStreamReader(gateway.stream(path + "?follow=true").body(), UTF_8))) {
            LOG.atInfo().addKeyValue("deployment", "Topic/quakes").log("made");
            assertThat(lines.readLine()).contains("made");
        }
        assertThat(gateway.get(path).body()).contains("made").endsWith("\n");
        assertThat(problem(gateway.get("/v1/deployments/Topic/none/logs"), 404)).isEqualTo("unknown-deployment");
    }

    @Test
    void rewindsAndRedrives() throws Exception {
        String path = "/v1/deployments/Connector/quakes-files";
        JsonObject rewound = json(gateway.post(path + "/rewind", "{\"to\": 17, \"dryRun\": true}"), 200);
        assertThat(rewound).isEqualTo(new JsonObject("""
                {"from": [{"topic": "quakes", "partition": 0, "offset": 10}],
                 "to": [{"topic": "quakes", "partition": 0, "offset": 0}], "effect": "nothing"}"""));
        json(gateway.post(path + "/rewind", "{\"to\": \"earliest\", \"duplicates\": true}"), 200);
        assertThat(json(gateway.post(path + "/redrive", ""), 200).getInteger("records"))
                .isEqualTo(7);
        assertThat(json(gateway.post(path + "/redrive", "{\"max\": 5}"), 200).getString("deadLetterTopic"))
                .isEqualTo("quakes-failed");
        assertThat(gateway.deployments.calls)
                .containsExactly(
                        "rewind Connector/quakes-files Rewind[to=17, dryRun=true, duplicates=false]",
                        "rewind Connector/quakes-files Rewind[to=earliest, dryRun=false, duplicates=true]",
                        "redrive Connector/quakes-files -1",
                        "redrive Connector/quakes-files 5");
        assertThat(problem(gateway.post(path + "/rewind", "{}"), 400)).isEqualTo("missing-member");
    }

    @Test
    void carriesOutOperationsOfTheKindByTheirDeclaration() throws Exception {
        String path = "/v1/deployments/Topic/quakes/";
        assertThat(json(gateway.get(path + "describe-more?verbose=yes"), 200).getBoolean("done"))
                .isTrue();
        assertThat(problem(gateway.post(path + "describe-more", ""), 405)).isEqualTo("wrong-method");
        assertThat(problem(gateway.get(path + "nothing"), 404)).isEqualTo("unknown-operation");
        assertThat(problem(gateway.post(path + "explode", "[]"), 400)).isEqualTo("not-an-object");
        assertThat(gateway.deployments.calls).containsExactly("describe-more Topic/quakes  {verbose=yes}");
    }

    @Test
    void showsADefectWithoutItsInsides() throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/deployments/Topic/quakes/explode", "{}");
        assertThat(problem(answer, 500)).isEqualTo("internal-error");
        assertThat(answer.body()).doesNotContain("IllegalState", "a defect", "\tat ");
    }

    @Test
    void appliesWhatWasSubmitted() throws Exception {
        gateway.deployments.files = List.of("quakes.ndjson");
        JsonObject applied = json(gateway.post("/v1/apply?dryRun=true", """
                {"source": "kind: Topic", "file": "all.yaml", "ifGeneration": 4}"""), 200);
        assertThat(applied).isEqualTo(new JsonObject("""
                {"changes": [{"kind": "Topic", "name": "quakes", "action": "created", "generation": 1}],
                 "warnings": ["a warning"], "files": ["quakes.ndjson"]}"""));
        assertThat(gateway.deployments.submission.file()).isEqualTo("all.yaml");
        assertThat(gateway.deployments.submission.ifGeneration()).isEqualTo(Optional.of(4L));
    }

    @Test
    void namesTheFilesThatAreMissingUntilTheyAreUploaded() throws Exception {
        gateway.deployments.files = List.of("abc.txt");
        HttpResponse<String> refused = gateway.post("/v1/apply", "{\"source\": \"kind: Topic\"}");
        assertThat(problem(refused, 409)).isEqualTo("artifact-missing");
        assertThat(new JsonObject(refused.body()).getJsonArray("files")).containsExactly("abc.txt");

        String withDigest = "{\"source\": \"kind: Topic\", \"artifacts\": {\"abc.txt\": \"" + DIGEST_OF_ABC + "\"}}";
        HttpResponse<String> notUploaded = gateway.post("/v1/apply", withDigest);
        assertThat(problem(notUploaded, 409)).isEqualTo("artifact-missing");
        assertThat(new JsonObject(notUploaded.body()).getJsonArray("files")).containsExactly("abc.txt");

        assertThat(upload(DIGEST_OF_ABC, "abc").statusCode()).isEqualTo(201);
        assertThat(gateway.post("/v1/apply", withDigest).statusCode()).isEqualTo(200);
        assertThat(gateway.deployments.submission.artifacts()).isEqualTo(Map.of("abc.txt", DIGEST_OF_ABC));
    }

    @Test
    void keepsAnArtifactOnlyUnderItsDigest() throws Exception {
        String other = DIGEST_OF_ABC.replace('b', 'c');
        assertThat(has(DIGEST_OF_ABC)).isEqualTo(404);
        assertThat(problem(upload(other, "abc"), 400)).isEqualTo("digest-mismatch");
        assertThat(problem(upload("abc", "abc"), 400)).isEqualTo("invalid-digest");
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
        assertThat(upload(DIGEST_OF_ABC, "abc").statusCode()).isEqualTo(201);
        assertThat(upload(DIGEST_OF_ABC, "abc").statusCode()).isEqualTo(200);
        assertThat(has(DIGEST_OF_ABC)).isEqualTo(200);
        assertThat(directory.resolve(DIGEST_OF_ABC)).hasContent("abc");
    }

    @Test
    void tellsWhereABodyIsNotJson() throws Exception {
        HttpResponse<String> refused = gateway.post("/v1/apply", "{\"source\": \"kind: Topic\",\n  \"file\": oops}");
        assertThat(problem(refused, 400)).isEqualTo("not-json");
        JsonObject where = new JsonObject(refused.body())
                .getJsonArray("problems")
                .getJsonObject(0)
                .getJsonObject("where");
        assertThat(where.getInteger("line")).isEqualTo(2);
        assertThat(where.getInteger("column")).isBetween(11, 15);
        assertThat(refused.body()).doesNotContain("jackson", "Exception");
        assertThat(problem(gateway.post("/v1/apply", "{\"source\": \"x\"} tail"), 400))
                .isEqualTo("not-json");
        assertThat(problem(gateway.post("/v1/apply", "{\"source\": \"x"), 400)).isEqualTo("not-json");
    }

    @Test
    void tellsAllThatIsWrongWithABodyAtOnce() throws Exception {
        HttpResponse<String> refused = gateway.post(
                "/v1/apply", "{\"file\": 1, \"artifacts\": {\"a\": 2}, \"ifGeneration\": 1.5, \"sauce\": \"x\"}");
        assertThat(problem(refused, 400)).isEqualTo("missing-member");
        assertThat(new JsonObject(refused.body())
                        .getJsonArray("problems").stream()
                                .map(each -> ((JsonObject) each)
                                        .getJsonObject("where")
                                        .getString("path")))
                .containsExactlyInAnyOrder("source", "file", "artifacts.a", "ifGeneration", "sauce");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        String large = "{\"source\": \"" + "x".repeat(9 << 20) + "\"}";
        HttpResponse<String> announced = gateway.post("/v1/apply", large);
        assertThat(problem(announced, 413)).isEqualTo("body-too-large");
        assertThat(announced.body()).contains("8 MiB");
        HttpResponse<String> chunked = gateway.send(
                "POST",
                "/v1/apply",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))));
        assertThat(problem(chunked, 413)).isEqualTo("body-too-large");
        assertThat(gateway.deployments.calls).isEmpty();
    }

    @Test
    void answersEveryErrorAsAProblem() throws Exception {
        assertThat(problem(gateway.get("/v2/none"), 404)).isEqualTo("unknown-path");
        assertThat(problem(gateway.post("/v1/node", "{}"), 405)).isEqualTo("wrong-method");
        assertThat(gateway.raw("GET /v1/deployments/%zz/x HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "malformed-request");
        assertThat(gateway.raw("GET /v1/node HTTP/1.1"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json");
        assertThat(gateway.raw("GET /" + "x".repeat(9000) + " HTTP/1.1", "Host: localhost"))
                .containsPattern("^HTTP/1.. 414 ")
                .contains("application/problem+json");
        assertThat(gateway.raw("NONSENSE")).containsPattern("^HTTP/1.. 400 ").contains("application/problem+json");
    }

    @Test
    void showsNodeHealthMetricsAndContract() throws Exception {
        gateway.registry.counter("millrace.test").increment();
        assertThat(json(gateway.get("/v1/node"), 200).getInteger("id")).isEqualTo(1);
        assertThat(json(gateway.get("/v1/kinds"), 200).getJsonArray("kinds")).hasSize(1);
        assertThat(json(gateway.get("/health"), 200).getString("status")).isEqualTo("UP");
        assertThat(gateway.get("/metrics").body()).contains("millrace_test_total 1.0");
        assertThat(gateway.get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void servesAPageThatMayRunOnlyItsOwnScript() throws Exception {
        HttpResponse<String> page = gateway.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; connect-src 'self';")
                .containsPattern("script-src 'sha256-[^']{44}'; style-src 'sha256-[^']{44}'$");
        assertThat(page.body())
                .doesNotContain("http://", "https://", "innerHTML", " style=", " onclick=")
                .containsOnlyOnce("<script>")
                .containsOnlyOnce("<style>");
    }

    private HttpResponse<String> upload(String digest, String content) throws Exception {
        return gateway.send(
                "PUT", "/v1/artifacts/" + digest, "application/octet-stream", BodyPublishers.ofString(content));
    }

    private int has(String digest) throws Exception {
        return gateway.send(gateway.request("/v1/artifacts/" + digest).method("HEAD", BodyPublishers.noBody()))
                .statusCode();
    }

    private static JsonObject json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        return new JsonObject(response.body());
    }

    /** The code of the first problem. */
    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonObject body = new JsonObject(response.body());
        String code = body.getJsonArray("problems").getJsonObject(0).getString("code");
        assertThat(body.getString("type")).isEqualTo("urn:millrace:problem:" + code);
        assertThat(body.getInteger("status")).isEqualTo(status);
        assertThat(body.getString("detail")).isNotEmpty();
        return code;
    }
}
