package io.millrace.processing.flink.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.InvalidSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaOptionsTest {

    @Test
    void haveThoseOfAllFirst() {
        assertThat(JavaOptions.of(Map.of(
                        "env.java.opts.taskmanager", "-XX:+UseG1GC",
                        "env.java.opts.jobmanager", "-Da=1 ",
                        "env.java.opts.all", "  -Da=0\t-ea",
                        "env.java.opts.client", "-Da=2",
                        "parallelism.default", "1")))
                .containsExactly("-Da=0", "-ea", "-Da=1", "-XX:+UseG1GC");
        assertThat(JavaOptions.of(Map.of())).isEmpty();
    }

    @Test
    void areWordsAsAShellReadsThem() {
        assertThat(all("-XX:OnOutOfMemoryError=\"kill -9 %p\" -Da='b \"c\"' -Dd=e\\ f \"-Dg=\\d\\\"\""))
                .containsExactly("-XX:OnOutOfMemoryError=kill -9 %p", "-Da=b \"c\"", "-Dd=e f", "-Dg=\\d\"");
        assertThat(all("--add-opens java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED"))
                .containsExactly(
                        "--add-opens", "java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED");
    }

    @Test
    void areNothingElse() {
        assertThatThrownBy(() -> all("-ea Main"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("env.java.opts.all has 'Main', which is no flag of the Java machine.");
        assertThatThrownBy(() -> all("--add-opens=java.base/java.io=ALL-UNNAMED x"))
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> all("-Da=\"b"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("env.java.opts.all has a \" that nothing closes: -Da=\"b");
    }

    @Test
    void chooseTheCollector() {
        FlinkProcess process =
                new FlinkProcess(new Runtimes.Installed("2.3.0", Path.of("flink"), Path.of("runtime")), Path.of("own"));

        assertThat(process.command(1 << 28, List.of("-ea"))).contains("-XX:+UseSerialGC");
        assertThat(process.command(1 << 28, List.of("-XX:+UseG1GC")))
                .contains("-XX:+UseG1GC")
                .doesNotContain("-XX:+UseSerialGC");
    }

    private static List<String> all(String text) {
        return JavaOptions.of(Map.of("env.java.opts.all", text));
    }
}
