package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first page shows what really runs. */
class ReadmeTest {

    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsTheWholePipeline() throws IOException {
        String sample = Files.readString(Path.of("..", "samples", "00-whole", "quakes.yaml"));
        Matcher block = YAML_BLOCK.matcher(Files.readString(Path.of("..", "README.md")));

        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).isEqualTo(sample);
    }
}
