package io.millrace.node.deployments;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.deployment.Kind;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.settings.Document;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The documents of one submission brought into this platform's form. Used once, by one thread. */
final class Translation {

    private final Kinds kinds;
    private final Map<String, String> parameters;
    private final Function<Id, Optional<JsonObject>> stored;
    private final List<List<Document>> definitions = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();
    // What several definitions have in common may be wrong with each.
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /**
     * @param parameters what the user gave, by name
     * @param stored definitions that are deployed
     */
    Translation(Kinds kinds, Map<String, String> parameters, Function<Id, Optional<JsonObject>> stored) {
        this.kinds = kinds;
        this.parameters = parameters;
        this.stored = stored;
    }

    /** The definitions, in the order of the documents they come from. */
    List<Document> of(List<Document> documents) {
        documents.forEach(
                document -> definitions.add(new ArrayList<>(isForeign(document) ? List.of() : List.of(document))));
        for (int i = 0; i < documents.size(); i++) {
            if (isForeign(documents.get(i))) {
                translate(documents.get(i), definitions.get(i));
            }
        }
        parameters.keySet().stream().filter(name -> !asked.contains(name)).forEach(this::unasked);
        return all().toList();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    private Stream<Document> all() {
        return definitions.stream().flatMap(List::stream);
    }

    private static boolean isForeign(Document document) {
        return document.text("kind").isEmpty();
    }

    private void translate(Document document, List<Document> made) {
        for (Kind<?> kind : kinds.all()) {
            if (kind.translate(new OneDocument(document, kind.name(), made))) {
                return;
            }
        }
        problems.add(Problem.user(
                "missing-kind",
                "the definition has no kind, and it is no foreign document that is known here.",
                document.where(""),
                "Add kind: with one of " + String.join(", ", kinds.names()) + "."));
    }

    private void unasked(String name) {
        problems.add(Problem.user(
                "unknown-parameter",
                "nothing asks for the parameter " + name + ".",
                Where.path("--parameter-overrides"),
                Suggestion.mend(name, asked)));
    }

    private static Id id(String kind, Document definition) {
        return new Id(kind, definition.text("name").orElse(""));
    }

    /** What a kind sees of a document. */
    private final class OneDocument implements Foreign {

        private final Document document;
        private final String kind;
        private final List<Document> made;
        private final Set<Id> lookedUp = new HashSet<>();

        OneDocument(Document document, String kind, List<Document> made) {
            this.document = document;
            this.kind = kind;
            this.made = made;
        }

        @Override
        public JsonObject document() {
            return document.toJson();
        }

        @Override
        public Optional<String> parameter(String name) {
            asked.add(name);
            return Optional.ofNullable(parameters.get(name));
        }

        @Override
        public Optional<JsonObject> definition(String name) {
            Id id = new Id(kind, name);
            lookedUp.add(id);
            return submitted(id).map(Document::toJson).or(() -> stored.apply(id));
        }

        @Override
        public void define(JsonObject definition, Map<String, String> origins) {
            Document translated = document.translated(definition, origins);
            Id id = id(kind, translated);
            Optional<Document> former = lookedUp.contains(id) ? submitted(id) : Optional.empty();
            former.ifPresentOrElse(
                    there -> definitions.forEach(
                            list -> list.replaceAll(each -> each == there ? translated.keeping(there) : each)),
                    () -> made.add(translated));
        }

        @Override
        public void report(String path, Problem problem) {
            problems.add(problem.at(document.where(path)));
        }

        @Override
        public void warn(String path, String what) {
            warnings.add(Problem.user("warning", what, document.where(path), ""));
        }

        private Optional<Document> submitted(Id id) {
            return all().filter(each -> each.text("kind").orElse("").equals(kind)
                            && id(kind, each).equals(id))
                    .findFirst();
        }
    }
}
