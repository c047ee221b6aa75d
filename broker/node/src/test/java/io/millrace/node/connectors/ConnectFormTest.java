package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
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

        assertThat(ConnectForm.translate(request)).contains(List.of(DEFINITION));
        assertThat(ConnectForm.translate(request.put("type", "sink").put("tasks", List.of())))
                .contains(List.of(DEFINITION));
    }

    @Test
    void takesTheFlatForm() {
        assertThat(ConnectForm.translate(new JsonObject("""
                                        {"name": "files", "connector.class": "FileSink", "topics": "quakes"}
                                        """))).contains(List.of(DEFINITION));
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
        assertThat(ConnectForm.translate(new JsonObject(document))).isEmpty();
    }
}
