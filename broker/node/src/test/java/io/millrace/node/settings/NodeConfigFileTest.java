package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.NodeConfig;
import io.millrace.node.NodeConfig.Capacity;
import io.millrace.node.NodeConfig.KafkaMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigFileTest {

    @TempDir
    Path folder;

    @Test
    void everyLineIsOptional() throws IOException {
        for (Path file : new Path[] {null, write(""), write("# nothing\n"), write("kafka:\n")}) {
            NodeConfig config = NodeConfigFile.load(file, Map.of());

            assertThat(config.capacity()).isEqualTo(Capacity.PROVISIONED);
            assertThat(config.node().id()).isEqualTo(1);
            assertThat(config.node().http().port()).isEqualTo(8080);
            assertThat(config.node().http().token()).isNull();
            assertThat(config.kafka().mode()).isEqualTo(KafkaMode.EMBEDDED);
            assertThat(config.kafka().server()).isEmpty();
            assertThat(config.kafka().advertisedHost()).isNull();
        }
    }

    @Test
    void takesEveryLine() throws IOException {
        NodeConfig config = NodeConfigFile.load(write("""
                        node: {id: 7, cluster: plant-2, dataDir: /var/lib/millrace, http: {host: 0.0.0.0, port: 80, token: "x y"}}
                        capacity: provisioned
                        kafka:
                          mode: external
                          bootstrapServers: a:9092,b:9092
                          client:
                            security.protocol: SASL_SSL
                            retries: 10
                        """), Map.of());

        assertThat(config.node().id()).isEqualTo(7);
        assertThat(config.node().cluster()).isEqualTo("plant-2");
        assertThat(config.node().dataDir()).isEqualTo("/var/lib/millrace");
        assertThat(config.node().http().host()).isEqualTo("0.0.0.0");
        assertThat(config.node().http().port()).isEqualTo(80);
        assertThat(config.node().http().token().reveal()).isEqualTo("x y");
        assertThat(config.kafka().mode()).isEqualTo(KafkaMode.EXTERNAL);
        assertThat(config.kafka().bootstrapServers()).isEqualTo("a:9092,b:9092");
        assertThat(config.kafka().client()).isEqualTo(Map.of("security.protocol", "SASL_SSL", "retries", "10"));
    }

    @Test
    void overridesWinOverTheFile() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "from a file\n");

        NodeConfig config = NodeConfigFile.load(
                write("kafka: {port: 1, server: {num.partitions: 3}}\n"),
                Map.of(
                        "kafka.port", "0",
                        "node.http.port", "0",
                        "node.http.token", "${file:" + token + "}",
                        "kafka.server.log.retention.ms", "60000"));

        assertThat(config.kafka().port()).isZero();
        assertThat(config.node().http().port()).isZero();
        assertThat(config.node().http().token().reveal()).isEqualTo("from a file");
        assertThat(config.kafka().server()).isEqualTo(Map.of("num.partitions", "3", "log.retention.ms", "60000"));
    }

    @Test
    void reportsEverythingOfFileAndOverridesAtOnce() throws IOException {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("kafka.prot", "9092");
        overrides.put("node.http.port", "http");
        Path file = write("""
                node:
                  id: one
                  cluter: x
                kafka:
                  port: 70000
                  mode: embeded
                capacity: provisioned
                capacity: serverless
                """);

        assertThat(problems(file, overrides))
                .containsExactly(
                        file + ":2:7 node.id: id is 'one', not a whole number. Write a whole number, such as 1000.",
                        file + ":3:3 node.cluter: there is no setting 'cluter'. Write cluster.",
                        file + ":5:9 kafka.port: port is '70000', more than 65535. Write a number from 0 to 65535.",
                        file + ":6:9 kafka.mode: mode is 'embeded', not embedded or external." + " Write embedded.",
                        file + ":8:1 capacity: capacity is written twice, first in line 7. Remove one of the two.",
                        "--set node.http.port: port is 'http', not a whole number."
                                + " Write a whole number, such as 1000.",
                        "--set kafka.prot: there is no setting 'prot'. Remove it: port is set already.");
    }

    @Test
    void refusesWhatTheRecordRefuses() throws IOException {
        Path file = write("""
                capacity: serverless
                """);

        assertThat(problems(file, Map.of()))
                .containsExactly(file + ":1:11 capacity: capacity serverless does not exist: a node has the machine"
                        + " it runs on. Remove the line or write capacity: provisioned.");
        assertThat(problems(null, Map.of("kafka.mode", "external")))
                .containsExactly(
                        "--set kafka.bootstrapServers: kafka.mode is external and kafka.bootstrapServers is missing."
                                + " Add kafka.bootstrapServers: host:port[,host:port].");
    }

    @Test
    void aMisspeltKeyIsToldOnceAndNotAlsoAsMissing() throws IOException {
        Path file = write("kafka:\n  mode: external\n  bootstrap.server: a:9092\n");

        assertThat(problems(file, Map.of()))
                .containsExactly(file + ":3:3 kafka.bootstrap.server: there is no setting 'bootstrap.server'."
                        + " Write bootstrapServers.");
    }

    @Test
    void checksKafkasOwnNamesAndTypes() throws IOException {
        Path file = write("""
                kafka:
                  mode: external
                  bootstrapServers: a:9092
                  client:
                    security.protcol: SSL
                    request.timeout.ms: soon
                  server: {num.partition: 3, listeners: x, listener.name.client.ssl.protocol: TLS}
                """);
        assertThat(problems(file, Map.of()))
                .containsExactly(
                        file + ":5:23 kafka.client.security.protcol: there is no setting 'security.protcol' of"
                                + " Kafka's clients. Write security.protocol.",
                        file + ":6:25 kafka.client.request.timeout.ms: Invalid value soon for configuration"
                                + " request.timeout.ms: Not a number of type INT. Correct the value.",
                        file + ":7:27 kafka.server.num.partition: there is no setting 'num.partition' of"
                                + " Kafka's broker. Write num.partitions.",
                        file + ":7:41 kafka.server.listeners: listeners is set by the node."
                                + " Write kafka.host and kafka.port.");
    }

    @Test
    void aFileThatIsNotThereOrNoTextIsAProblem() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF});
        Path folderItself = Files.createDirectory(folder.resolve("folder.yaml"));

        assertThat(problems(missing, Map.of())).containsExactly(missing + ": there is no such file. Correct the path.");
        assertThat(problems(binary, Map.of()))
                .containsExactly(binary + ": the file is not UTF-8 text. Save it as UTF-8.");
        assertThat(problems(folderItself, Map.of())).singleElement().asString().contains("cannot be read");
    }

    @Test
    void oneFileIsOneDocument() throws IOException {
        Path file = write("capacity: provisioned\n---\nkafka: {}\n");

        assertThat(problems(file, Map.of()))
                .containsExactly(file + ":3:1: the node's file has more than one document. Remove the line ---.");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("millrace.yaml"), text, StandardCharsets.UTF_8);
    }

    private static List<String> problems(Path file, Map<String, String> overrides) {
        return catchThrowableOfType(ProblemException.class, () -> NodeConfigFile.load(file, overrides))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
