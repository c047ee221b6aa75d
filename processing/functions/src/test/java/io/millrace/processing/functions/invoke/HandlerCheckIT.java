package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.settings.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerCheckIT {

    private static final String CLASS = "io.millrace.processing.functions.handlers.Handlers";

    @TempDir
    private static Path dataDir;

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = new TestHost(dataDir);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @ParameterizedTest
    @CsvSource({"$Kafka", "$Kafka::handleRequest", "$Upper", "$Plain::greet", "$Inherited::greet"})
    void takesHandlersOfJava(String handler) {
        assertThat(problems("java17", CLASS + handler, host.jar())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$Nobody | the class " + CLASS + "$Nobody is not in handlers.jar.",
                "$Plain::meet | the class " + CLASS + "$Plain has no method meet.",
                "$Plain | the class " + CLASS + "$Plain has no method handleRequest.",
                "$Plain::hidden | the method hidden of " + CLASS + "$Plain cannot be a handler.",
                "$Named::greet | the class " + CLASS + "$Named has no public constructor without parameters.",
                "$Plain:greet | handler '" + CLASS + "$Plain:greet' is not of the form package.Class::method."
            })
    void tellsWhatIsWrongWithHandlersOfJava(String handler, String what) {
        assertThat(problems("java17", CLASS + handler, host.jar()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).isEqualTo(what);
                    assertThat(problem.where().path()).isEqualTo("handler");
                });
    }

    @Test
    void tellsThatAClassNeedsALaterJava() throws IOException {
        Path folder = Files.createDirectories(dataDir.resolve("later/demo"));
        byte[] later = new byte[10];
        later[7] = (byte) (44 + 99);
        Files.write(folder.resolve("H.class"), later);

        assertThat(problems("java17", "demo.H", new Artifact("later", "", folder.getParent())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .startsWith("the class demo.H is compiled for Java 99, and the node runs on Java "));
    }

    @ParameterizedTest
    @CsvSource({
        "nodejs18.x, src/index.handler",
        "nodejs18.x, src/index.api.handler",
        "python3.8, app.handler",
        "python3.8, pack.age.handler",
        "python3.8, pack/age.handler"
    })
    void takesHandlersOfScripts(String runtime, String handler) {
        assertThat(problems(runtime, handler, scripts())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodejs18.x | index.handler | names index.js, which is not in",
                "nodejs18.x | index | is not of the form folder/file.function.",
                "python3.8 | main.handler | names main.py, which is not in",
                "python3.8 | app | is not of the form module.function.",
                "provided.al2023 | any | there is no executable 'bootstrap' in its top folder."
            })
    void tellsWhatIsWrongWithOtherHandlers(String runtime, String handler, String what) {
        assertThat(problems(runtime, handler, scripts()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains(what));
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        Path corrupt = Files.writeString(dataDir.resolve("corrupt"), "no zip");

        assertThat(problems("python3.99", "app.handler", new Artifact("corrupt.zip", "", corrupt)))
                .extracting(Problem::what)
                .satisfiesExactly(
                        runtime -> assertThat(runtime)
                                .startsWith("runtime python3.99 needs Python 3.99 or later, and there is none in ")
                                .contains("is Python 3."),
                        code -> assertThat(code)
                                .isEqualTo("codeUri corrupt.zip: it is no jar or zip file, or not a whole one."));
    }

    private static Artifact scripts() {
        return host.zip("src/index.mjs", "", "app.py", "", "pack/age/__init__.py", "");
    }

    private static List<Problem> problems(String runtime, String handler, Artifact code) {
        return host.functions().problems(TestHost.function("checked", runtime, handler, code));
    }
}
