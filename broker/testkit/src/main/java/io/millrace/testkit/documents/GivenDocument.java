package io.millrace.testkit.documents;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.Documents;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** A document in somebody else's form as the node would read it, and what a kind made of it. Used by one thread. */
public final class GivenDocument implements Foreign {

    private final Document document;
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, JsonObject> definitions = new LinkedHashMap<>();
    private final Map<String, Document> defined = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    public GivenDocument(String text) {
        Documents read = Documents.read(text, "t");
        Assertions.assertThat(read.problems()).isEmpty();
        document = read.documents().get(0);
    }

    /** Gives a parameter with the submission. */
    public GivenDocument with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Has a definition deployed already. */
    public GivenDocument deployed(String json) {
        JsonObject definition = new JsonObject(json);
        definitions.put(definition.getString("name"), definition);
        return this;
    }

    /** @param kind whose form it must be of */
    public GivenDocument translate(Predicate<Foreign> kind) {
        Assertions.assertThat(kind.test(this)).isTrue();
        return this;
    }

    /** What was defined: one, without a problem. */
    public JsonObject definition() {
        Assertions.assertThat(problems).isEmpty();
        Assertions.assertThat(defined).hasSize(1);
        return defined.values().iterator().next().toJson();
    }

    /** What was defined, by name. */
    public Map<String, Document> defined() {
        return defined;
    }

    /** {@code line:column path: what mend}. */
    public List<String> problems() {
        return problems;
    }

    public List<String> warnings() {
        return warnings;
    }

    @Override
    public JsonObject document() {
        return document.toJson();
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public Optional<JsonObject> definition(String name) {
        return Optional.ofNullable(definitions.get(name)).map(JsonObject::copy);
    }

    @Override
    public void define(JsonObject definition, Map<String, String> origins) {
        definitions.put(definition.getString("name"), definition);
        defined.put(definition.getString("name"), document.translated(definition, origins));
    }

    @Override
    public void report(String path, Problem problem) {
        problems.add(problem.at(document.where(path)).toString().substring("t:".length()));
    }

    @Override
    public void warn(String path, String what) {
        warnings.add(Problem.user("warning", what, document.where(path), "")
                .toString()
                .substring("t:".length()));
    }
}
