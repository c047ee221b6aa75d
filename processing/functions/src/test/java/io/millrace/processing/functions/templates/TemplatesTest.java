package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.node.settings.Document;
import io.millrace.testkit.documents.GivenDocument;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static final String SAM = """
            AWSTemplateFormatVersion: '2010-09-09'
            Transform: AWS::Serverless-2016-10-31
            Description: Earthquakes
            Globals:
              Function:
                Timeout: 15
                MemorySize: 256
                Environment: {Variables: {STAGE: !Ref Stage, LEVEL: info}}
            Parameters:
              Stage: {Type: String, Default: test}
              ClusterName: {Type: String, Default: quakes}
              Subnets: {Type: CommaDelimitedList}
            Resources:
              QuakeAlerts:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: alerts/target/alerts.jar
                  Handler: demo.Alerts::handleRequest
                  Runtime: java17
                  MemorySize: 512
                  Architectures: [arm64]
                  VpcConfig: {SubnetIds: !Ref Subnets}
                  Policies:
                    - Statement: {Effect: Allow, Action: "kafka:*", Resource: !GetAtt Elsewhere.Arn}
                  Environment: {Variables: {LEVEL: debug, MIN: 4.5}}
                  Events:
                    Msk:
                      Type: MSK
                      Properties:
                        Stream: !Sub "arn:${AWS::Partition}:kafka:eu-west-1:123456789012:cluster/${ClusterName}/1"
                        Topics: [quakes]
                        StartingPosition: TRIM_HORIZON
                        BatchSize: 10
                        ConsumerGroupId: alerts
                        FilterCriteria: {Filters: [{Pattern: '{"value": {"mag": [{"numeric": [">=", 4.5]}]}}'}]}
                        DestinationConfig: {OnFailure: {Type: Kafka, Destination: kafka://failed}}
                        FunctionResponseTypes: [ReportBatchItemFailures]
                        ProvisionedPollerConfig: {MinimumPollers: 1, MaximumPollers: 3}
                    Own:
                      Type: SelfManagedKafka
                      Properties:
                        KafkaBootstrapServers: ["b-1:9092", "b-2:9092"]
                        Topics: [more]
                        StartingPosition: LATEST
                        ConsumerGroupId: more
                        SourceAccessConfigurations:
                          - {Type: VPC_SUBNET, URI: !Ref Subnets}
                    Http: {Type: HttpApi, Properties: {Path: /}}
                Metadata:
                  Millrace: {output: {topic: !Sub "${Stage}-alerts"}}
              Audit:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: audit/, Handler: app.handler, Runtime: python3.12, ReservedConcurrentExecutions: 2}
              Role: {Type: AWS::IAM::Role, Properties: {}}
            Outputs:
              Arn: {Value: !GetAtt QuakeAlertsRole.Arn}
            """;

    @Test
    void aSamTemplateBecomesFunctions() {
        GivenDocument document = new GivenDocument(SAM).translate(Templates::translate);

        assertThat(document.problems()).isEmpty();
        assertThat(document.defined().get("quake-alerts").toJson()).isEqualTo(new JsonObject("""
                {"kind": "Function", "name": "quake-alerts",
                 "codeUri": "alerts/target/alerts.jar", "handler": "demo.Alerts::handleRequest", "runtime": "java17",
                 "memorySize": 512, "timeout": 15,
                 "environment": {"variables": {"STAGE": "test", "LEVEL": "debug", "MIN": 4.5}},
                 "events": [
                   {"eventSourceArn": "arn:aws:kafka:eu-west-1:123456789012:cluster/quakes/1", "topics": ["quakes"],
                    "startingPosition": "TRIM_HORIZON", "batchSize": 10,
                    "amazonManagedKafkaEventSourceConfig": {"consumerGroupId": "alerts"},
                    "filterCriteria": {"filters": [{"pattern": "{\\"value\\": {\\"mag\\": [{\\"numeric\\": [\\">=\\", 4.5]}]}}"}]},
                    "destinationConfig": {"onFailure": {"destination": "kafka://failed"}},
                    "functionResponseTypes": ["ReportBatchItemFailures"],
                    "provisionedPollerConfig": {"minimumPollers": 1, "maximumPollers": 3}},
                   {"selfManagedEventSource": {"endpoints": {"KAFKA_BOOTSTRAP_SERVERS": ["b-1:9092", "b-2:9092"]}},
                    "topics": ["more"], "startingPosition": "LATEST",
                    "selfManagedKafkaEventSourceConfig": {"consumerGroupId": "more"}}],
                 "output": {"topic": "test-alerts"}}
                """));
        assertThat(document.defined().get("audit").toJson()).isEqualTo(new JsonObject("""
                {"kind": "Function", "name": "audit", "codeUri": "audit/", "handler": "app.handler", "runtime": "python3.12",
                 "concurrency": 2, "memorySize": 256, "timeout": 15,
                 "environment": {"variables": {"STAGE": "test", "LEVEL": "info"}}}
                """));
    }

    @Test
    void whatCannotApplyIsListed() {
        assertThat(new GivenDocument(SAM).translate(Templates::translate).warnings())
                .containsExactlyInAnyOrder(
                        "21:22 Resources.QuakeAlerts.Properties.Architectures: Architectures has no effect: functions run on"
                                + " this machine's processor.",
                        "22:18 Resources.QuakeAlerts.Properties.VpcConfig: VpcConfig has no effect: functions run in this"
                                + " machine's network.",
                        "24:9 Resources.QuakeAlerts.Properties.Policies: Policies has no effect: permissions are not checked"
                                + " here.",
                        "47:15 Resources.QuakeAlerts.Properties.Events.Own.Properties.SourceAccessConfigurations:"
                                + " SourceAccessConfigurations has no effect: kafka.client in millrace.yaml says how the"
                                + " cluster is reached.",
                        "48:15 Resources.QuakeAlerts.Properties.Events.Http: Http has no effect: only MSK and SelfManagedKafka"
                                + " are events here, not HttpApi.",
                        "54:9 Resources.Role: Role is not made: there is no AWS::IAM::Role here.",
                        "56:3 Outputs: Outputs has no effect: nothing is exported.");
    }

    @Test
    void settingsAreAtTheirPlacesInTheTemplate() {
        Document alerts =
                new GivenDocument(SAM).translate(Templates::translate).defined().get("quake-alerts");

        assertThat(alerts.where("timeout").line()).isEqualTo(6);
        assertThat(alerts.where("memorySize").line()).isEqualTo(20);
        assertThat(alerts.where("environment.variables.MIN").line()).isEqualTo(25);
        assertThat(alerts.where("events[0].eventSourceArn").line()).isEqualTo(30);
        assertThat(alerts.where("events[0].batchSize").line()).isEqualTo(33);
        assertThat(alerts.where("events[0].amazonManagedKafkaEventSourceConfig.consumerGroupId")
                        .line())
                .isEqualTo(34);
        assertThat(alerts.where("events[0].filterCriteria.filters[0].pattern").column())
                .isEqualTo(50);
        assertThat(alerts.where("events[1].topics[0]").line()).isEqualTo(43);
        assertThat(alerts.where("output.topic").line()).isEqualTo(50);
        assertThat(alerts.where("concurrency").line()).isEqualTo(17);
    }

    @Test
    void aCloudFormationTemplateBecomesAFunctionWithItsMappings() {
        GivenDocument document = new GivenDocument("""
                {"Parameters": {"Enabled": {"Type": "String", "Default": "true"}},
                 "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}},
                 "Resources": {
                  "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "DependsOn": "Fn", "Properties": {
                    "FunctionName": {"Fn::GetAtt": ["Fn", "Arn"]}, "EventSourceArn": {"Ref": "Cluster"}, "Topics": ["a"],
                    "Enabled": {"Ref": "Enabled"}, "AmazonManagedKafkaEventSourceConfig": {"ConsumerGroupId": "g"}}},
                  "Own": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
                    "FunctionName": {"Ref": "Fn"}, "Topics": ["b"],
                    "SelfManagedEventSource": {"Endpoints": {"KafkaBootstrapServers": ["k:9092"]}}}},
                  "Unused": {"Type": "AWS::Lambda::EventSourceMapping", "Condition": "Never", "Properties": {}},
                  "Queue": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
                    "FunctionName": {"Ref": "Fn"}, "EventSourceArn": {"Fn::GetAtt": ["Q", "Arn"]}}},
                  "Cluster": {"Type": "AWS::MSK::Cluster"},
                  "Fn": {"Type": "AWS::Lambda::Function", "Properties": {
                    "FunctionName": "Alerts", "Code": "build/alerts.zip", "Handler": "index.handler", "Runtime": "nodejs20.x",
                    "Role": {"Fn::GetAtt": ["Role", "Arn"]}}}}}
                """).translate(Templates::translate);

        assertThat(document.definition()).isEqualTo(new JsonObject("""
                {"kind": "Function", "name": "alerts", "handler": "index.handler", "runtime": "nodejs20.x",
                 "codeUri": "build/alerts.zip",
                 "events": [
                   {"eventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/cluster/1", "topics": ["a"],
                    "enabled": "true", "amazonManagedKafkaEventSourceConfig": {"consumerGroupId": "g"}},
                   {"topics": ["b"], "selfManagedEventSource": {"endpoints": {"KAFKA_BOOTSTRAP_SERVERS": ["k:9092"]}}}]}
                """));
        assertThat(document.warnings())
                .anyMatch(warning -> warning.endsWith("Queue is left out: it reads no topics."))
                .anyMatch(warning -> warning.endsWith("Alerts is alerts here, where names have no capitals."))
                .noneMatch(warning -> warning.contains("Unused"));
    }

    @Test
    void codeOfTheCdkIsWhereItPutIt() {
        GivenDocument document = new GivenDocument("""
                Resources:
                  F:
                    Type: AWS::Lambda::Function
                    Properties: {Code: {S3Bucket: !Sub "cdk-${AWS::Region}", S3Key: k.zip}, Handler: a.b, Runtime: python3.12}
                    Metadata: {"aws:asset:path": asset.1234, "aws:asset:property": Code}
                """).translate(Templates::translate);

        assertThat(document.definition().getString("codeUri")).isEqualTo("asset.1234");
    }

    @Test
    void aFunctionThatCannotRunDoesNotHoldUpTheOthers() {
        GivenDocument document = new GivenDocument("""
                Resources:
                  Image: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}
                  Inline: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: "x"}, Runtime: python3.12, Handler: a.b}}
                  Far: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://b/k, Runtime: java17, Handler: a}}
                  Net: {Type: AWS::Serverless::Function, Properties: {CodeUri: net/, Runtime: dotnet8, Handler: a}}
                  Map: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Net, Topics: [a]}}
                  Good: {Type: AWS::Serverless::Function, Properties: {CodeUri: good/, Runtime: java17, Handler: a}}
                """).translate(Templates::translate);

        assertThat(document.definition().getString("name")).isEqualTo("good");
        assertThat(document.warnings())
                .containsExactly(
                        "2:10 Resources.Image: image is left out: it is a container image.",
                        "3:11 Resources.Inline: inline is left out: its code is inline; put it into a file and name that in"
                                + " Code.",
                        "4:8 Resources.Far: far is left out: its code is in S3; fetch it and write its path.",
                        "5:8 Resources.Net: net is left out: nothing here runs dotnet8.",
                        "6:8 Resources.Map: Map is left out with net.");
    }

    @Test
    void everythingThatIsWrongIsToldAtItsPlace() {
        GivenDocument document = new GivenDocument("""
                Transform: [AWS::Serverless-2016-10-31, MyMacro]
                Resorces: {}
                Parameters:
                  Memory: {Type: Number, Description: How much.}
                Resources:
                  A:
                    Type: AWS::Serverless::Function
                    Propertys: {}
                    Properties:
                      Handlr: a.b
                      MemorySize: !Ref Memory
                      Timeout: !Ref Memory
                      Events:
                        K: {Type: MSK, Properties: {Topcs: [a], Stream: !Ref Nope}}
                  B: {Type: AWS::Serverless::Functon}
                  C: {Properties: {}}
                  D: {Type: AWS::Serverless::Function, Condition: Nope}
                """).translate(Templates::translate);

        assertThat(document.problems())
                .containsExactly(
                        "2:11 Resorces: a template has no Resorces. Write Resources.",
                        "1:12 Transform: the transform MyMacro is a macro, which runs in an AWS account. Write out what it"
                                + " gives.",
                        "8:16 Resources.A.Propertys: a resource has no Propertys. Write Properties.",
                        "10:15 Resources.A.Properties.Handlr: a function has no Handlr. Write Handler.",
                        "4:11 Parameters.Memory: the template asks for a value of Memory (How much). Give it with"
                                + " --parameter-overrides Memory=VALUE.",
                        "14:44 Resources.A.Properties.Events.K.Properties.Topcs: a mapping for Kafka has no Topcs. Write"
                                + " Topics.",
                        "14:57 Resources.A.Properties.Events.K.Properties.Stream.Ref: there is no parameter and no resource"
                                + " Nope. Remove it, or use one of A, B, C, D, Memory.",
                        "17:51 Resources.D.Condition: there is no condition Nope. Remove it.",
                        "15:13 Resources.B.Type: there is no resource AWS::Serverless::Functon. Write"
                                + " AWS::Serverless::Function.",
                        "16:6 Resources.C.Type: C has no type. Remove it, or use one of AWS::Lambda::EventSourceMapping,"
                                + " AWS::Lambda::Function, AWS::Serverless::Function.");
        assertThat(document.defined()).isEmpty();
    }

    @Test
    void whatIsNoObjectIsTold() {
        assertThat(new GivenDocument("""
                Parameters: none
                Resources:
                  A: {Type: AWS::Serverless::Function, Properties: {Events: [{Type: MSK}]}}
                  B: {Type: AWS::Serverless::Function, Properties: {Events: {K: {Properties: {}}}}}
                  C: nothing
                """).translate(Templates::translate).problems())
                .contains(
                        "1:13 Parameters: Parameters is 'none', not an object. Write 'Name: value' lines below it.",
                        "3:61 Resources.A.Properties.Events: Events is a list, not an object. Write 'Name: value' lines"
                                + " below it.",
                        "4:65 Resources.B.Properties.Events.K: K has no Type. Add one: MSK or SelfManagedKafka.",
                        "5:6 Resources.C: C is 'nothing', not an object. Write 'Name: value' lines below it.");
        assertThat(new GivenDocument("Resources: []")
                        .translate(Templates::translate)
                        .problems())
                .contains("1:12 Resources: Resources is a list, not an object. Write 'Name: value' lines below it.");
    }

    @Test
    void twoFunctionsOfOneNameAreTold() {
        GivenDocument document = new GivenDocument("""
                Resources:
                  QuakeAlerts: {Type: AWS::Lambda::Function, Properties: {Code: a.zip, Runtime: java17, Handler: a}}
                  Other: {Type: AWS::Lambda::Function, Properties: {FunctionName: quake_alerts, Code: a.zip}}
                """).translate(Templates::translate);

        assertThat(document.problems())
                .containsExactly(
                        "3:10 Resources.Other: two functions are quake-alerts, since names have no capitals here."
                                + " Give one of them another FunctionName.");
    }

    @Test
    void loopsInLoopsEnd() {
        String digits = IntStream.range(0, 40).boxed().toList().toString();
        GivenDocument document = new GivenDocument("Resources: {\"Fn::ForEach::A\": [I, " + digits
                + ", {\"Fn::ForEach::B\": [J, " + digits + ", {\"F${I}x${J}\": {Type: \"AWS::Lambda::Function\"}}]}]}");

        assertThat(document.translate(Templates::translate).problems())
                .anyMatch(problem -> problem.contains("more than 1000 members"));
    }

    @Test
    void aLoopMakesAFunctionOfEachTurn() {
        GivenDocument document = new GivenDocument("""
                Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
                Resources:
                  Fn::ForEach::Each:
                    - Topic
                    - [Quakes, Alerts]
                    - Read${Topic}:
                        Type: AWS::Serverless::Function
                        Properties:
                          CodeUri: read/
                          Handler: app.handler
                          Runtime: python3.12
                          Events: {K: {Type: MSK, Properties: {Stream: x, Topics: [!Ref Topic], StartingPosition: LATEST}}}
                """).translate(Templates::translate);

        assertThat(document.problems()).isEmpty();
        assertThat(document.defined()).containsOnlyKeys("read-quakes", "read-alerts");
        assertThat(document.defined().get("read-alerts").toJson().encode()).contains("\"topics\":[\"Alerts\"]");
    }

    @Test
    void aTemplateWithoutFunctionsIsRefused() {
        assertThat(new GivenDocument("Resources: {T: {Type: AWS::DynamoDB::Table}}")
                        .translate(Templates::translate)
                        .problems())
                .containsExactly("1:12 Resources: the template has no function. Add one, or leave the file out.");
    }

    private static final String MAPPING = """
            {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:Alerts",
             "EventSourceArn": "arn:aws:kafka:eu-west-1:123456789012:cluster/quakes/1",
             "Topics": ["quakes"], "BatchSize": 50, "StartingPosition": "TRIM_HORIZON", "State": "Enabled",
             "SelfManagedKafkaEventSourceConfig": {"ConsumerGroupId": "g"}}
            """;

    private static final String EVENT = """
            {"eventSourceArn": "arn:aws:kafka:eu-west-1:123456789012:cluster/quakes/1", "topics": ["quakes"],
             "batchSize": 50, "startingPosition": "TRIM_HORIZON", "selfManagedKafkaEventSourceConfig": {"consumerGroupId": "g"}}
            """;

    private static final String DEPLOYED = """
            {"kind": "Function", "name": "alerts", "codeUri": {"$artifact": {"name": "a.jar", "sha256": "ab"}}%s}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"events\": []",
                ", \"events\": [{\"topics\": [\"quakes\"], \"batchSize\": 7,"
                        + " \"eventSourceArn\": \"arn:aws:kafka:eu-west-1:123456789012:cluster/quakes/1\"}]"
            })
    void aMappingIsAddedToItsFunctionOrTakesThePlaceOfItself(String events) {
        GivenDocument document =
                new GivenDocument(MAPPING).deployed(DEPLOYED.formatted(events)).translate(Templates::translate);

        assertThat(document.definition())
                .isEqualTo(new JsonObject(DEPLOYED.formatted(", \"events\": [" + EVENT + "]")));
        assertThat(document.defined().get("alerts").where("events[0].batchSize").column())
                .isEqualTo(37);
    }

    @Test
    void aMappingOfAnotherTopicIsAddedToThoseThatAreThere() {
        GivenDocument document = new GivenDocument(MAPPING)
                .deployed(DEPLOYED.formatted(", \"events\": [{\"topics\": [\"more\"]}]"))
                .translate(Templates::translate);

        assertThat(document.definition())
                .isEqualTo(
                        new JsonObject(DEPLOYED.formatted(", \"events\": [{\"topics\": [\"more\"]}, " + EVENT + "]")));
    }

    @Test
    void aMappingWithoutItsFunctionIsRefused() {
        assertThat(new GivenDocument(MAPPING).translate(Templates::translate).problems())
                .containsExactly(
                        "1:18 FunctionName: there is no function alerts for the mapping. Apply it first, or in one go"
                                + " with the mapping.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{FunctionName: a}", "{Topics: [a]}", "{a: 1}"})
    void leavesOtherDocumentsAlone(String text) {
        GivenDocument document = new GivenDocument(text);

        assertThat(Templates.translate(document)).isFalse();
        assertThat(document.problems()).isEmpty();
    }
}
