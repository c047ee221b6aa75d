package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.functions.FunctionsPlugin;
import io.millrace.testkit.node.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates through a node's own front door. */
class TemplatesIT {

    private static final String FUNCTION = """
            kind: Function
            name: quake-alerts
            runtime: provided
            codeUri: alerts.zip
            """;

    @TempDir
    private static Path dataDir;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(dataDir, new FunctionsPlugin());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void mistakesInATemplateAreToldWhereTheyStand() {
        JsonObject refused = check("""
                Parameters:
                  Most: {Type: Number, Default: 20000}
                Resources:
                  QuakeAlerts:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: provided.al2023
                      CodeUri: alerts/
                      Timeout: 1000
                      Events:
                        Quakes:
                          Type: MSK
                          Properties:
                            Stream: arn:aws:kafka:us-east-1:123456789012:cluster/quakes/1
                            Topics: [quakes]
                            BatchSize: !Ref Most
                            DestinationConfig: {OnFailure: {Destinaton: kafka://failed}}
                """, new JsonObject());

        assertThat(problems(refused))
                .containsExactly(
                        "9:16 Function/quake-alerts timeout",
                        "16:24 Function/quake-alerts events[0].batchSize",
                        "17:45 Function/quake-alerts events[0].destinationConfig.onFailure.destinaton");
    }

    @Test
    void aTemplateIsAppliedWithItsParametersAndWhatHasNoEffectIsListed() {
        JsonObject checked = check("""
                Parameters:
                  Code: {Type: String}
                Resources:
                  QuakeAlerts:
                    Type: AWS::Serverless::Function
                    Properties: {Runtime: provided.al2023, CodeUri: !Sub "${Code}/alerts.zip", Role: !GetAtt Role.Arn}
                  Role: {Type: AWS::IAM::Role}
                """, new JsonObject().put("Code", "target"));

        assertThat(changes(checked)).containsExactly("Function/quake-alerts created");
        assertThat(checked.getJsonArray("files")).isEqualTo(new JsonArray().add("target/alerts.zip"));
        assertThat(checked.getJsonArray("warnings"))
                .isEqualTo(new JsonArray()
                        .add(
                                "test.yaml:6:86 Resources.QuakeAlerts.Properties.Role: Role has no effect: permissions are not"
                                        + " checked here.")
                        .add("test.yaml:7:9 Resources.Role: Role is not made: there is no AWS::IAM::Role here."));
    }

    @Test
    void aParameterOfAnotherNameIsRefused() {
        JsonObject refused = check(FUNCTION, new JsonObject().put("Code", "target"));

        assertThat(problems(refused)).containsExactly("0:0 --parameter-overrides");
    }

    @Test
    void aMappingJoinsTheFunctionBesideIt() {
        String mapping = """
                {"FunctionName": "QuakeAlerts", "Topics": ["quakes"], "BatchSize": %d,
                 "EventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/quakes/1"}
                ---
                """;

        assertThat(changes(check(mapping.formatted(10) + FUNCTION, new JsonObject())))
                .containsExactly("Function/quake-alerts created");
        assertThat(problems(check(mapping.formatted(0) + FUNCTION + "timeout: 0\n", new JsonObject())))
                .containsExactly(
                        "1:68 Function/quake-alerts events[0].batchSize", "8:10 Function/quake-alerts timeout");
        assertThat(problems(check(mapping.formatted(10), new JsonObject()))).containsExactly("1:18 FunctionName");
    }

    private static JsonObject check(String text, JsonObject parameters) {
        HttpResponse<String> answer = node.post(
                "/v1/apply?dryRun=true",
                new JsonObject().put("source", text).put("file", "test.yaml").put("parameters", parameters));
        return new JsonObject(answer.body());
    }

    private static List<String> changes(JsonObject checked) {
        return checked.getJsonArray("changes", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(change ->
                        change.getString("kind") + "/" + change.getString("name") + " " + change.getString("action"))
                .toList();
    }

    private static List<String> problems(JsonObject refused) {
        return refused.getJsonArray("problems", new JsonArray()).stream()
                .map(problem -> ((JsonObject) problem).getJsonObject("where"))
                .map(where ->
                        where.getInteger("line") + ":" + where.getInteger("column") + " " + where.getString("path"))
                .toList();
    }
}
