package io.millrace.processing.flink.createapplication;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.node.settings.Document;
import io.millrace.testkit.documents.GivenDocument;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateApplicationTest {

    private static final String REQUEST = """
            {
              "ApplicationName": "QuakesPerHour",
              "ApplicationDescription": "Counts",
              "RuntimeEnvironment": "FLINK-1_20",
              "ServiceExecutionRole": "arn:aws:iam::123456789012:role/flink",
              "ApplicationConfiguration": {
                "ApplicationCodeConfiguration": {
                  "CodeContentType": "ZIPFILE",
                  "CodeContent": {
                    "S3ContentLocation": {"BucketARN": "arn:aws:s3:::code", "FileKey": "quakes-1.jar", "ObjectVersion": "3"}
                  }
                },
                "EnvironmentProperties": {
                  "PropertyGroups": [
                    {"PropertyGroupId": "Input0", "PropertyMap": {"topic": "quakes", "bootstrap.servers": "b-1:9092"}},
                    {"PropertyGroupId": "app.options", "PropertyMap": {"level": "4.5"}}
                  ]
                },
                "FlinkApplicationConfiguration": {
                  "CheckpointConfiguration": {
                    "ConfigurationType": "CUSTOM", "CheckpointingEnabled": true,
                    "CheckpointInterval": 10000, "MinPauseBetweenCheckpoints": 2000
                  },
                  "MonitoringConfiguration": {"ConfigurationType": "CUSTOM", "LogLevel": "INFO", "MetricsLevel": "TASK"},
                  "ParallelismConfiguration": {
                    "ConfigurationType": "CUSTOM", "Parallelism": 2, "ParallelismPerKPU": 1, "AutoScalingEnabled": false
                  }
                },
                "ApplicationSnapshotConfiguration": {"SnapshotsEnabled": true},
                "ApplicationSystemRollbackConfiguration": {"RollbackEnabled": true},
                "VpcConfigurations": [{"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}]
              },
              "RunConfiguration": {
                "ApplicationRestoreConfiguration": {
                  "ApplicationRestoreType": "RESTORE_FROM_CUSTOM_SNAPSHOT", "SnapshotName": "before"
                },
                "FlinkRunConfiguration": {"AllowNonRestoredState": true}
              },
              "CloudWatchLoggingOptions": [{"LogStreamARN": "arn:aws:logs:eu-west-1:123456789012:log-group:a:log-stream:b"}],
              "Tags": [{"Key": "team", "Value": "quakes"}]
            }
            """;

    @Test
    void aRequestBecomesAFlinkJob() {
        GivenDocument document = given(REQUEST).with("CodeUri", "target/quakes-1.jar");

        assertThat(document.translate(CreateApplication::translate).definition())
                .isEqualTo(new JsonObject("""
                {"kind": "FlinkJob", "name": "quakes-per-hour", "description": "Counts", "runtimeEnvironment": "FLINK-1_20",
                 "codeUri": "target/quakes-1.jar", "parallelism": 2, "checkpointInterval": "10000ms",
                 "minPauseBetweenCheckpoints": "2000ms",
                 "propertyGroups": {"Input0": {"topic": "quakes", "bootstrap.servers": "b-1:9092"}, "app.options": {"level": "4.5"}},
                 "applicationRestoreType": "RESTORE_FROM_CUSTOM_SNAPSHOT", "snapshotName": "before", "allowNonRestoredState": true}
                """));
    }

    @Test
    void whatCannotApplyIsListed() {
        GivenDocument document = given(REQUEST).with("CodeUri", "a.jar").translate(CreateApplication::translate);

        assertThat(document.warnings())
                .containsExactly(
                        "2:22 ApplicationName: QuakesPerHour is quakes-per-hour here, where names are lower case with dashes.",
                        "5:27 ServiceExecutionRole: ServiceExecutionRole has no effect: permissions are not checked here.",
                        "24:102 ApplicationConfiguration.FlinkApplicationConfiguration.MonitoringConfiguration.MetricsLevel:"
                                + " MetricsLevel has no effect: Flink's metrics are in /metrics.",
                        "26:79 ApplicationConfiguration.FlinkApplicationConfiguration.ParallelismConfiguration.ParallelismPerKPU:"
                                + " ParallelismPerKPU has no effect: there are no KPUs; the application's process has all slots.",
                        "31:26 ApplicationConfiguration.VpcConfigurations: VpcConfigurations has no effect: applications run in"
                                + " this machine's network.",
                        "39:31 CloudWatchLoggingOptions: CloudWatchLoggingOptions has no effect: logs are shown by millrace logs.",
                        "40:11 Tags: Tags has no effect: applications are no resources of AWS; use labels.");
    }

    @Test
    void settingsAreAtTheirPlacesInTheRequest() {
        Document job = given(REQUEST)
                .with("CodeUri", "a.jar")
                .translate(CreateApplication::translate)
                .defined()
                .get("quakes-per-hour");

        assertThat(job.where("runtimeEnvironment").line()).isEqualTo(4);
        assertThat(job.where("codeUri").line()).isEqualTo(10);
        assertThat(job.where("propertyGroups.Input0.topic").line()).isEqualTo(15);
        assertThat(job.where("propertyGroups.app.options.level").line()).isEqualTo(16);
        assertThat(job.where("checkpointInterval").line()).isEqualTo(22);
        assertThat(job.where("parallelism").line()).isEqualTo(26);
        assertThat(job.where("snapshotName").line()).isEqualTo(35);
    }

    @Test
    void codeInS3IsAskedFor() {
        assertThat(given(REQUEST).translate(CreateApplication::translate).problems())
                .containsExactly(
                        "10:30 ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation: the code is in"
                                + " S3: s3://code/quakes-1.jar. Say where it is here: --parameter-overrides CodeUri=PATH.");
    }

    @Test
    void aDefaultConfigurationTakesNothingOfWhatStandsBesideIt() {
        GivenDocument document = given("""
                {"ApplicationName": "a", "RuntimeEnvironment": "FLINK-2_3", "ApplicationConfiguration": {
                  "FlinkApplicationConfiguration": {
                    "CheckpointConfiguration": {"ConfigurationType": "DEFAULT", "CheckpointInterval": 1}}}}
                """).translate(CreateApplication::translate);

        assertThat(document.definition())
                .isEqualTo(new JsonObject(
                        "{\"kind\": \"FlinkJob\", \"name\": \"a\", \"runtimeEnvironment\": \"FLINK-2_3\"}"));
        assertThat(document.warnings())
                .singleElement()
                .asString()
                .endsWith("CheckpointInterval has no effect: the ConfigurationType is DEFAULT.");
    }

    @Test
    void whatIsMisspeltIsSuggested() {
        GivenDocument document = given("""
                ApplicationName: a
                RuntimeEnvironment: FLINK-2_3
                ApplicationConfiguration:
                  EnvironmentPropertys: {PropertyGroups: []}
                  EnvironmentProperties:
                    PropertyGroups:
                      - {PropertyGroupId: x, PropertyMaps: {a: b}}
                      - {PropertyGroupId: x}
                      - {PropertyMap: {a: b}}
                  FlinkApplicationConfiguration:
                    CheckpointConfiguration: {ConfigurationType: CUSTOMER, CheckpointIntervall: 1}
                    ParallelismConfiguration: 2
                """).translate(CreateApplication::translate);

        assertThat(document.problems())
                .extracting(problem -> problem.replaceFirst("^[0-9:]+ \\S+: ", ""))
                .containsExactly(
                        "ApplicationConfiguration has no EnvironmentPropertys. Write EnvironmentProperties.",
                        "PropertyGroups[0] has no PropertyMaps. Write PropertyMap.",
                        "two groups are x. Join them, or rename one.",
                        "the group has no PropertyGroupId. Add one.",
                        "'CUSTOMER' is none of DEFAULT, CUSTOM. Write CUSTOM.",
                        "CheckpointConfiguration has no CheckpointIntervall. Write CheckpointInterval.",
                        "it is not an object. Write { } with fields in it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ApplicationConfiguration: {SqlApplicationConfiguration: {}}",
                "ApplicationConfiguration: {ZeppelinApplicationConfiguration: {}}",
                "ApplicationMode: INTERACTIVE",
                "ApplicationConfiguration: {ApplicationCodeConfiguration: {CodeContent: {TextContent: CREATE}}}",
                "ApplicationConfiguration: {ApplicationCodeConfiguration: {CodeContent: {ZipFileContent: UEsD}}}"
            })
    void whatIsNoFlinkApplicationIsRefused(String part) {
        GivenDocument document = given("{ApplicationName: a, RuntimeEnvironment: FLINK-2_3, " + part + "}");

        assertThat(document.translate(CreateApplication::translate).problems()).hasSize(1);
    }

    @Test
    void otherDocumentsAreLeftToOthers() {
        assertThat(CreateApplication.translate(given("{FunctionName: a, Topics: [b]}")))
                .isFalse();
        assertThat(CreateApplication.translate(given("{ApplicationName: a}"))).isFalse();
    }

    private static GivenDocument given(String text) {
        return new GivenDocument(text);
    }
}
