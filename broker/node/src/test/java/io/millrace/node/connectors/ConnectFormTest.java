package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectFormTest {

    private static final JsonObject DEFINITION = new JsonObject("""
            {"kind": "Connector", "name": "files", "config": {"connector.class": "FileSink", "topics": "quakes"}}
            """);

    @Test
    void takesTheFormOfConnectsRestApi() {
        JsonObject request = new JsonObject("""
                {"name": "files", "config": {"connector.class": "FileSink", "topics": "quakes"}}
                """);

        assertThat(translate(request)).isEqualTo(DEFINITION);
        assertThat(translate(request.put("type", "sink").putNull("tasks"))).isEqualTo(DEFINITION);
    }

    @Test
    void takesTheFlatForm() {
        assertThat(translate(new JsonObject("""
                                        {"name": "files", "connector.class": "FileSink", "topics": "quakes"}
                                        """))).isEqualTo(DEFINITION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": \"Connector\", \"name\": \"a\", \"config\": {\"connector.class\": \"FileSink\"}}",
                "{\"name\": \"a\", \"config\": {\"retention.ms\": 1}}",
                "{\"name\": \"a\", \"config\": \"connector.class\"}",
            })
    void leavesOtherDocumentsAlone(String document) {
        assertThat(translate(new JsonObject(document))).isNull();
    }

    /** Null when the document was left alone. */
    private static JsonObject translate(JsonObject document) {
        Given given = new Given(document);
        assertThat(ConnectForm.translate(given)).isEqualTo(given.defined != null);
        return given.defined;
    }

    private static final class Given implements Foreign {

        private final JsonObject document;
        private JsonObject defined;

        Given(JsonObject document) {
            this.document = document;
        }

        @Override
        public JsonObject document() {
            return document;
        }

        @Override
        public Optional<String> parameter(String name) {
            throw new AssertionError("Connect's forms have no parameters");
        }

        @Override
        public Optional<JsonObject> definition(String name) {
            throw new AssertionError("Connect's forms add to nothing");
        }

        @Override
        public void define(JsonObject definition, Map<String, String> origins) {
            defined = definition;
        }

        @Override
        public void report(String path, Problem problem) {
            throw new AssertionError(problem);
        }

        @Override
        public void warn(String path, String what) {
            throw new AssertionError(what);
        }
    }
}
