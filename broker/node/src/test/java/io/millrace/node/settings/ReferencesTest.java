package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

    @TempDir
    Path folder;

    private final References references = new References(
            Map.of("A", "1", "EMPTY", "", "NESTED", "${env:A}"), Map.of("x", () -> "$1"), References.Artifacts.NONE);

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${env:A}, 1",
        "a${env:A}${env:A}b, a11b",
        "${millrace:x}, $1",
        "x${env:EMPTY}, x",
        "${env:NESTED}, ${env:A}",
        "$${env:A}, ${env:A}",
        "$$${env:A}, $${env:A}",
        "${topic}, ${topic}",
        "${HOME:-x}, ${HOME:-x}",
        "$(env:A), $(env:A)",
        "${env:A, ${env:A"
    })
    void resolvesReferencesAndNothingElse(String text, String expected) throws BadValue {
        assertThat(references.resolve(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"${env:A}, true", "x${env:A}, false", "$${env:A}, false", "${env:A}${env:A}, false", "${topic}, false"})
    void knowsWhatIsNothingButAReference(String text, boolean is) {
        assertThat(References.isReference(text)).isEqualTo(is);
    }

    @Test
    void readsFilesWithoutTheirLastLineBreak() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "a\nb\n\n");

        assertThat(references.resolve("${file:" + file + "}")).isEqualTo("a\nb\n");
    }

    @Test
    void readsOnePropertyOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("db.properties"), "user=me\npassword = hunter2\n");

        assertThat(references.resolve("${file:" + file + ":password}")).isEqualTo("hunter2");
        assertThat(refusal("${file:" + file + ":pasword}")).isEqualTo("but the file has no property 'pasword'");
    }

    @Test
    void saysWhyAReferenceLeadsNowhere() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[300_000]);

        assertThat(refusal("${env:NONE}")).isEqualTo("but the node's environment has no NONE");
        assertThat(refusal("${millrace:y}")).isEqualTo("but the node knows no 'y' here");
        assertThat(refusal("${vault:a}")).isEqualTo("but 'vault:' refers to nothing");
        assertThat(refusal("${file:" + folder.resolve("none") + "}")).isEqualTo("but the node has no such file");
        assertThat(refusal("${file:" + folder + "}")).isEqualTo("but that is not a file");
        assertThat(refusal("${file:" + large + "}")).isEqualTo("but the file has more than 256 KiB");
        assertThat(refusal("${file:a\0b}")).isEqualTo("but that is no path");
    }

    private String refusal(String text) {
        return catchThrowableOfType(BadValue.class, () -> references.resolve(text))
                .getMessage();
    }
}
