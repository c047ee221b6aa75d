package io.millrace.node.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Foreign;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Running;
import io.millrace.api.problem.Problem;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.Documents;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final JsonObject STORED = new JsonObject("{\"kind\": \"Mill\", \"name\": \"far\", \"wheels\": 2}");

    private Translation translation = translation(Map.of());

    @Test
    void foreignDocumentsStandWhereTheyStood() {
        assertThat(translate("{mill: a}\n---\n{kind: Mill, name: b}\n---\n{mill: c}"))
                .extracting(each -> each.text("name").orElseThrow())
                .containsExactly("a", "b", "c");
        assertThat(translation.problems()).isEmpty();
    }

    @Test
    void anAdditionTakesThePlaceOfWhatItAddsToWhereverThatStands() {
        List<Document> definitions = translate("{addTo: a, wheels: 4}\n---\n{kind: Mill, name: a, stones: 1}");

        assertThat(definitions)
                .extracting(Document::toJson)
                .containsExactly(new JsonObject("{\"kind\": \"Mill\", \"name\": \"a\", \"stones\": 1, \"wheels\": 4}"));
        assertThat(definitions.get(0).where("stones").line()).isEqualTo(3);
        assertThat(definitions.get(0).where("wheels").line()).isEqualTo(1);
    }

    @Test
    void anAdditionTakesUpWhatIsStored() {
        assertThat(translate("{addTo: far, wheels: 4}"))
                .extracting(Document::toJson)
                .containsExactly(STORED.copy().put("wheels", 4));
    }

    @Test
    void problemsAndWarningsAreAtTheirPlaces() {
        translate("mill: a\nbad: {thing: 1}\nodd: 2\n");

        assertThat(translation.problems())
                .extracting(Problem::toString)
                .containsExactly("f.yaml:2:14 bad.thing: it is bad. Mend it.");
        assertThat(translation.warnings()).extracting(Problem::toString).containsExactly("f.yaml:3:6 odd: it is odd");
    }

    @Test
    void aParameterThatNobodyAsksForIsRefused() {
        translation = translation(Map.of("Stream", "Wye", "Steam", "x"));

        translate("{mill: a, parameter: Stream}");

        assertThat(translation.problems())
                .extracting(Problem::toString)
                .containsExactly("--parameter-overrides: nothing asks for the parameter Steam. Write Stream.");
        assertThat(translation.warnings()).extracting(Problem::what).containsExactly("Wye");
    }

    @Test
    void whatNoKindKnowsIsTold() {
        assertThat(translate("{who: knows}")).isEmpty();
        assertThat(translation.problems()).extracting(Problem::code).containsExactly("missing-kind");
    }

    private List<Document> translate(String text) {
        return translation.of(Documents.read(text, "f.yaml").documents());
    }

    private static Translation translation(Map<String, String> parameters) {
        return new Translation(
                new Kinds(List.of(new Mill())),
                parameters,
                id -> id.equals(new Id("Mill", "far")) ? Optional.of(STORED.copy()) : Optional.empty());
    }

    /** Knows {@code {mill: NAME}} and {@code {addTo: NAME, wheels: N}}. */
    private static final class Mill implements Kind<Record> {

        @Override
        public String name() {
            return "Mill";
        }

        @Override
        public Class<Record> settings() {
            return Record.class;
        }

        @Override
        public boolean translate(Foreign foreign) {
            JsonObject document = foreign.document();
            if (document.containsKey("addTo")) {
                JsonObject whole =
                        foreign.definition(document.getString("addTo")).orElseThrow();
                foreign.define(whole.put("wheels", document.getValue("wheels")), Map.of());
                return true;
            }
            if (document.containsKey("bad")) {
                foreign.report("bad.thing", Problem.user("bad", "it is bad.", null, "Mend it."));
                foreign.warn("odd", "it is odd");
                foreign.warn("odd", "it is odd");
            }
            Optional.ofNullable(document.getString("parameter"))
                    .flatMap(foreign::parameter)
                    .ifPresent(value -> foreign.warn("parameter", value));
            if (document.containsKey("mill")) {
                foreign.define(new JsonObject().put("kind", "Mill").put("name", document.getString("mill")), Map.of());
            }
            return document.containsKey("mill");
        }

        @Override
        public Future<Running> start(DeploymentContext<Record> context) {
            throw new AssertionError("nothing is started");
        }
    }
}
