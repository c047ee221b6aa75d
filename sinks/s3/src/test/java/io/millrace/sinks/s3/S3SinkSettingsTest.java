package io.millrace.sinks.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.problem.Problem;
import io.millrace.api.settings.Secret;
import io.millrace.api.store.S3Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SinkSettingsTest {

    private static final S3Settings AWS =
            new S3Settings(S3Settings.Mode.EXTERNAL, 0, null, "eu-west-1", "default", null, null);

    @Test
    void isFoundByTheNode() {
        assertThat(ServiceLoader.load(Plugin.class))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.connectors())
                        .flatExtracting(ConnectorType::classNames)
                        .containsExactly(
                                "S3Sink",
                                "S3SinkConnector",
                                "io.confluent.connect.s3.S3SinkConnector",
                                "AivenS3Sink",
                                "AivenKafkaConnectS3SinkConnector",
                                "io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector"));
    }

    @Test
    void hasConfluentsDefaults() {
        S3SinkSettings settings = EmbeddedHost.settings(config());
        assertThat(settings.store().partSize(false)).isEqualTo(26_214_400);
        assertThat(settings.store().partSize(true)).isEqualTo(16_777_216);
        assertThat(settings.store().pathStyle()).isTrue();
        assertThat(settings.store().partRetries()).isEqualTo(3);
        assertThat(settings.sink().topicsDir()).isEqualTo("topics");
        assertThat(settings.sink().partitioning().partitionerClass()).isEqualTo("DefaultPartitioner");
    }

    @ParameterizedTest
    @CsvSource({
        "s3.bucket.name, Quakes, 's3.bucket.name: ''Quakes'' is not the name of a bucket.'",
        "s3.bucket.name, ab, 's3.bucket.name: ''ab'' is not the name of a bucket.'",
        "store.url, minio:9000, 'store.url: ''minio:9000'' is not a URL with a host.'",
        "s3.part.size, 1048576, 's3.part.size: s3.part.size is ''1048576'', less than 5MiB.'",
        "s3.acl.canned, everybody, 's3.acl.canned: There is no canned access control list everybody.'",
        "s3.storage.class, COLD, 's3.storage.class: There is no storage class COLD.'",
        "s3.ssea.name, rot13, 's3.ssea.name: There is no encryption rot13.'",
        "aws.access.key.id, AKIA, 'aws.secret.access.key: aws.access.key.id and aws.secret.access.key go together.'",
        "s3.credentials.provider.class, com.example.Mine, 's3.credentials.provider.class: There is no provider'",
        "s3.object.tagging.extra.kv, team, 's3.object.tagging.extra.kv: ''team'' is not a tag.'",
        "s3.bucket.nam, quakes, 's3.bucket.nam: there is no setting ''s3.bucket.nam''.'"
    })
    void refusesWhatCannotBe(String key, String value, String told) {
        Map<String, String> config = config();
        config.put(key, value);
        List<Problem> problems = EmbeddedHost.bind(config).problems();
        assertThat(problems).singleElement().asString().startsWith(told);
    }

    @Test
    void namesWhatHasNoEffectAndWhy() {
        Map<String, String> config = config();
        config.put("storage.class", "io.confluent.connect.s3.storage.S3Storage");
        config.put("s3.wan.mode", "false");
        config.put("s3.elastic.buffer.enable", "true");
        assertThat(EmbeddedHost.bind(config).warnings())
                .hasSize(3)
                .anySatisfy(warning -> assertThat(warning)
                        .contains("s3.wan.mode has no effect: an accelerated endpoint is named by store.url."));
    }

    @Test
    void takesSettingsOfNothingAsNotSet() {
        Map<String, String> config = config();
        config.put("aws.access.key.id", "");
        config.put("aws.secret.access.key", " ");
        config.put("s3.ssea.name", "");
        S3SinkSettings settings = EmbeddedHost.settings(config);
        assertThat(settings.store().accessKeyId()).isNull();
        assertThat(settings.store().secretAccessKey()).isNull();
        assertThat(settings.store().encryption()).isNull();
    }

    @Test
    void reachesAwsByTheNodesRegionAndTheChainOfProviders() {
        Map<String, String> s3a = Connection.external(
                        EmbeddedHost.settings(config()).store(), AWS)
                .settings();
        assertThat(s3a)
                .containsEntry("fs.s3a.endpoint.region", "eu-west-1")
                .containsEntry(
                        "fs.s3a.aws.credentials.provider",
                        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider")
                .doesNotContainKeys("fs.s3a.endpoint", "fs.s3a.access.key", "fs.s3a.encryption.algorithm");
    }

    @Test
    void tellsS3aWhatASinkSays() {
        Map<String, String> config = config();
        config.put("s3.region", "us-east-2");
        config.put("aws.access.key.id", "AKIA");
        config.put("aws.secret.access.key", "hidden");
        config.put("s3.ssea.name", "aws:kms");
        config.put("s3.sse.kms.key.id", "key-1");
        config.put("s3.acl.canned", "bucket-owner-full-control");
        config.put("s3.storage.class", "STANDARD_IA");
        config.put("s3.path.style.access.enabled", "false");
        config.put("s3.part.retries", "7");
        config.put("s3.proxy.url", "https://proxy:3128");
        config.put("s3.proxy.user", "me");
        config.put("s3.proxy.password", "hidden too");
        Connection connection =
                Connection.external(EmbeddedHost.settings(config).store(), AWS);
        assertThat(connection.settings())
                .containsEntry("fs.s3a.endpoint.region", "us-east-2")
                .containsEntry("fs.s3a.access.key", "AKIA")
                .containsEntry("fs.s3a.secret.key", "hidden")
                .containsEntry("fs.s3a.encryption.algorithm", "SSE-KMS")
                .containsEntry("fs.s3a.encryption.key", "key-1")
                .containsEntry("fs.s3a.acl.default", "BucketOwnerFullControl")
                .containsEntry("fs.s3a.create.storage.class", "standard_ia")
                .containsEntry("fs.s3a.path.style.access", "false")
                .containsEntry("fs.s3a.attempts.maximum", "8")
                .containsEntry("fs.s3a.proxy.host", "proxy")
                .containsEntry("fs.s3a.proxy.port", "3128")
                .containsEntry("fs.s3a.proxy.ssl.enabled", "true")
                .containsEntry("fs.s3a.proxy.username", "me")
                .containsEntry("fs.s3a.proxy.password", "hidden too");
        assertThat(connection.toString()).isEqualTo("s3://quakes");
        assertThat(EmbeddedHost.settings(config).toString()).doesNotContain("hidden");
    }

    @Test
    void takesTheNamesOfProvidersThatPeopleHave() {
        Map<String, String> config = config();
        config.put("s3.credentials.provider.class", "com.amazonaws.auth.DefaultAWSCredentialsProviderChain");
        assertThat(Connection.external(EmbeddedHost.settings(config).store(), AWS)
                        .settings())
                .containsEntry(
                        "fs.s3a.aws.credentials.provider",
                        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
    }

    @Test
    void goesToTheNodesStoreWithTheNodesKey() {
        S3Settings node =
                new S3Settings(null, 0, "https://minio:9000", "us-west-2", "default", "NODE", new Secret("hidden"));
        assertThat(node.isEmbedded()).isFalse();
        assertThat(Connection.external(EmbeddedHost.settings(config()).store(), node)
                        .settings())
                .containsEntry("fs.s3a.endpoint", "https://minio:9000")
                .containsEntry("fs.s3a.connection.ssl.enabled", "true")
                .containsEntry("fs.s3a.access.key", "NODE");
    }

    private static Map<String, String> config() {
        return new HashMap<>(Map.of("s3.bucket.name", "quakes", "flush.size", "100"));
    }
}
