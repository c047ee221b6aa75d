package io.millrace.processing.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications on a cluster that somebody else runs. */
@Timeout(180)
class ClusterIT {

    @TempDir
    private Path folder;

    @Test
    void countsOnceWhateverIsLostOfTheClusterAndTheNode() throws IOException {
        Path own = Files.createDirectories(folder.resolve("cluster"));
        try (SessionCluster cluster = SessionCluster.start(own, 2)) {
            Map<String, String> settings = Map.of("flink.address", cluster.address());
            try (FlinkNode node = FlinkNode.start(folder, settings)) {
                node.run("shared", 8_000, 200, "none");
                node.awaitState("shared", "RUNNING");
                node.awaitCheckpoints("shared", 1);
                String job = node.details("shared").getString("job");

                cluster.killTaskManager();
                node.awaitState("shared", "RETRYING");
                cluster.startTaskManager();
                node.awaitState("shared", "RUNNING");
                assertThat(node.details("shared").getString("job")).isEqualTo(job);

                node.restart();
                node.awaitState("shared", "RUNNING");
                assertThat(node.details("shared").getString("job")).isEqualTo(job);

                cluster.killTaskManager();
                cluster.killJobManager();
                node.awaitState("shared", "RETRYING");
                cluster.startJobManager();
                cluster.startTaskManager();
                await().atMost(FlinkNode.LONG)
                        .until(() ->
                                !node.details("shared").getString("job", job).equals(job));
                assertThat(node.details("shared").getString("from")).contains(job + "/chk-");
                node.awaitState("shared", "COMPLETED");
                node.assertExact("shared", 8_000);
            }
        }
    }

    @Test
    void runsJobsWithDifferentClassesOfTheSameNamesAtOnce() throws IOException {
        Path own = Files.createDirectories(folder.resolve("cluster"));
        String byFive = JobJar.countingByFive(Files.createDirectories(folder.resolve("five")));
        try (SessionCluster cluster = SessionCluster.start(own, 2);
                FlinkNode node = FlinkNode.start(folder, Map.of("flink.address", cluster.address()))) {
            node.run("by-seven", 2_000, 200, "none");
            assertThat(node.applyJar(byFive, "by-five", 2_000, 200, "none").statusCode())
                    .isEqualTo(200);
            await().atMost(FlinkNode.LONG)
                    .until(() -> Stream.of("by-seven", "by-five")
                            .allMatch(name -> "RUNNING".equals(node.status(name).getString("state"))));

            for (String name : List.of("by-seven", "by-five")) {
                node.awaitState(name, "COMPLETED");
                node.assertExact(name, 2_000);
            }
            assertThat(remainders(node, "by-seven")).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6");
            assertThat(remainders(node, "by-five")).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        }
    }

    private static Set<String> remainders(FlinkNode node, String topic) {
        return node.committed(topic).stream().map(line -> line.split(" ", 3)[1]).collect(Collectors.toSet());
    }

    @Test
    void isRefusedWhenTheClusterDoesNotAnswer() throws IOException {
        try (FlinkNode node = FlinkNode.start(folder, Map.of("flink.address", "http://127.0.0.1:1"))) {
            HttpResponse<String> refused = node.apply("nowhere", 10, 10, "none");

            assertThat(refused.statusCode()).isNotEqualTo(200);
            assertThat(refused.body()).contains("The Flink cluster at http://127.0.0.1:1 does not answer");
            assertThat(node.node().get("/v1/deployments/FlinkJob/nowhere").statusCode())
                    .isEqualTo(404);
        }
    }
}
