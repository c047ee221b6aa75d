package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.functions.invoke.RuntimeId.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeIdTest {

    @ParameterizedTest
    @CsvSource({
        "java8, JAVA, 8",
        "java8.al2, JAVA, 8",
        "java21, JAVA, 21",
        "nodejs22.x, NODEJS, 22",
        "python3.12, PYTHON, 12",
        "provided, PROVIDED, 0",
        "provided.al2023, PROVIDED, 0"
    })
    void readsLambdasIdentifiers(String text, Language language, int version) {
        assertThat(RuntimeId.parse(text)).contains(new RuntimeId(text, language, version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "nodejs20", "python2.7", "ruby3.3", "dotnet8", "go1.x", "provided.al3", "Java17"})
    void knowsNoOther(String text) {
        assertThat(RuntimeId.parse(text)).isEmpty();
    }

    @Test
    void warnsOfAnotherVersionThanWasWritten() {
        RuntimeId old = RuntimeId.parse("nodejs18.x").orElseThrow();

        assertThat(Machine.warning(old, new Program("/bin/node", 20)))
                .contains("runtime nodejs18.x is run by Node.js 20, which is what this machine has.");
        assertThat(Machine.warning(old, new Program("/bin/node", 18))).isEmpty();
    }
}
