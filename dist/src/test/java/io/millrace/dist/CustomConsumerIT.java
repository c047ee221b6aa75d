package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample of a consumer that knows nothing of Millrace, run by the words of its README. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CustomConsumerIT {

    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    private Path folder;

    @Test
    void seesEveryQuakeAndEachStrongOne() throws Exception {
        try (RunningNode node = new RunningNode(folder)) {
            Script.Ended applied = node.millrace(
                    "apply",
                    "-f",
                    SAMPLES.resolve("01-quakes-to-files/quakes.yaml").toString());
            assertThat(applied.exitCode()).as(applied.output()).isZero();

            List<String> output = outputOfTheConsumer(node.bootstrapServers());

            assertThat(output).last().isEqualTo("1707 quakes, 85 alerts");
            // Maven may put an escape sequence before the first line.
            assertThat(output).filteredOn(line -> line.contains("ALERT ")).hasSize(85);
            assertThat(output).contains("ALERT 6.4 2018-02-06T15:50:42.400Z 22km NNE of Hualian, Taiwan (us1000chhc)");
        }
    }

    /** Until it has seen all; it would wait for more. */
    private static List<String> outputOfTheConsumer(String bootstrapServers) throws Exception {
        Process consumer = new ProcessBuilder(
                        System.getProperty("maven.home") + "/bin/mvn",
                        "-q",
                        "-B",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "compile",
                        "exec:java",
                        "-Dexec.args=" + bootstrapServers)
                .directory(SAMPLES.resolve("02-custom-consumer").toFile())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = consumer.inputReader()) {
            String line;
            while ((line = output.readLine()) != null && !line.startsWith("1707 ")) {
                lines.add(line);
            }
            if (line != null) {
                lines.add(line);
            }
        } finally {
            consumer.destroyForcibly().waitFor();
        }
        return lines;
    }
}
