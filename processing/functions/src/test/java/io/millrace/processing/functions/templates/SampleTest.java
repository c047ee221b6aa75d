package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.node.settings.Document;
import io.millrace.node.settings.Documents;
import io.millrace.testkit.documents.GivenDocument;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

    private static final Path SAMPLES = Path.of("../../samples/04-functions");

    @ParameterizedTest
    @ValueSource(strings = {"java", "node", "python"})
    void theTemplateSaysWhatTheDefinitionsSay(String language) throws IOException {
        Path folder = SAMPLES.resolve(language);
        List<Document> definitions = Documents.read(Files.readString(folder.resolve("functions.yaml")), "")
                .documents();

        GivenDocument template =
                new GivenDocument(Files.readString(folder.resolve("template.yaml"))).translate(Templates::translate);

        assertThat(template.problems()).isEmpty();
        assertThat(template.defined().values().stream().map(SampleTest::withoutCluster))
                .containsExactlyElementsOf(
                        definitions.stream().map(Document::toJson).toList());
    }

    /** Only the template's event has to name one. */
    private static JsonObject withoutCluster(Document definition) {
        JsonObject json = definition.toJson();
        json.getJsonArray("events").getJsonObject(0).remove("eventSourceArn");
        return json;
    }
}
