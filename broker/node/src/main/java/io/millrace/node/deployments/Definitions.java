package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.Deployments.Submission;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.Documents;
import io.millrace.node.settings.References;
import io.millrace.node.settings.SettingsBinder;
import io.millrace.node.settings.Vault;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads definitions: what a user submits, and what is stored. Blocks on disk (references, the vault's key); call it on a worker.
 */
public final class Definitions {

    private static final String API_VERSION = "millrace/v1";

    private final Kinds kinds;
    private final Map<String, Supplier<String>> nodeValues;
    private final Vault vault;
    private final Function<String, Path> artifacts;

    /**
     * @param nodeValues what {@code ${millrace:…}} stands for
     * @param artifacts where a file of a digest is, whether or not it is there
     */
    public Definitions(
            Kinds kinds, Map<String, Supplier<String>> nodeValues, Vault vault, Function<String, Path> artifacts) {
        this.kinds = kinds;
        this.nodeValues = Map.copyOf(nodeValues);
        this.vault = vault;
        this.artifacts = artifacts;
    }

    /**
     * Reads and binds everything of a submission.
     *
     * @param stored definitions that are deployed, which foreign documents may add to
     * @throws ProblemException with everything that is wrong, in the order of the text
     */
    Reading check(Submission submission, Function<Id, Optional<JsonObject>> stored) {
        Documents read = Documents.read(submission.source(), submission.file());
        Translation translation = new Translation(kinds, submission.parameters(), stored);
        List<Document> definitions = translation.of(read.documents());
        List<Problem> problems = new ArrayList<>(read.problems());
        problems.addAll(translation.problems());
        SettingsBinder binder = binder(submission.artifacts());
        Map<Id, Checked<?>> checked = new LinkedHashMap<>();
        for (Document definition : definitions) {
            check(definition, binder, checked, problems);
        }
        if (checked.isEmpty() && problems.isEmpty()) {
            problems.add(Problem.user(
                    "nothing-defined",
                    "there is no definition in it.",
                    new Where(submission.file(), 0, 0, ""),
                    "Write at least kind, name and the kind's settings."));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Documents.inOrder(problems));
        }
        return new Reading(
                List.copyOf(checked.values()),
                Documents.inOrder(translation.warnings()).stream()
                        .map(Problem::toString)
                        .toList());
    }

    private void check(Document document, SettingsBinder binder, Map<Id, Checked<?>> checked, List<Problem> problems) {
        String kindName = document.text("kind").orElseThrow();
        Optional<Kind<?>> kind = kinds.find(kindName);
        if (kind.isEmpty()) {
            problems.add(Problem.user(
                    "unknown-kind",
                    "there is no kind " + kindName + ".",
                    document.where("kind"),
                    Suggestion.mend(kindName, kinds.names())));
            return;
        }
        checkReserved(document, kind.get(), problems);
        Id id = new Id(kindName, document.text("name").orElse(""));
        Checked<?> made = bind(id, kind.get(), document, binder);
        problems.addAll(made.bound().problems());
        if (checked.putIfAbsent(id, made) != null) {
            problems.add(Problem.user(
                    "duplicate-name",
                    id + " is defined twice.",
                    document.where("name"),
                    "Give one of them another name."));
        }
    }

    private static void checkReserved(Document document, Kind<?> kind, List<Problem> problems) {
        document.text("apiVersion")
                .filter(version -> !version.equals(API_VERSION))
                .ifPresent(version -> problems.add(Problem.user(
                        "unknown-api-version",
                        "apiVersion " + version + " is not known.",
                        document.where("apiVersion"),
                        "Write " + API_VERSION + ", or leave it out.")));
        Optional<String> name = document.text("name");
        if (name.isEmpty()) {
            problems.add(Problem.user(
                    "missing-setting",
                    "name is missing.",
                    document.where(""),
                    "Add name: with a name of your choice."));
        } else if (!kind.names().matcher(name.get()).matches()) {
            problems.add(Problem.user(
                    "invalid-name",
                    "'" + name.get() + "' is not a name for a " + kind.name() + ".",
                    document.where("name"),
                    "Use a name of the form " + kind.names() + "."));
        }
    }

    private static <S> Checked<S> bind(Id id, Kind<S> kind, Document document, SettingsBinder binder) {
        return new Checked<>(id, kind, document, binder.bind(document, kind::bind));
    }

    /**
     * Settings of a stored definition.
     *
     * @throws ProblemException when it cannot be bound any more: a variable that is gone, a file that is not here
     */
    <S> S settings(StoredDeployment stored, Kind<S> kind) {
        Document document =
                Document.of(stored.definition(), Where.path(stored.id().toString()));
        Bound<S> bound = binder(Map.of()).bind(document, kind::bind);
        if (!bound.problems().isEmpty()) {
            throw new ProblemException(bound.problems());
        }
        return bound.settings();
    }

    private SettingsBinder binder(Map<String, String> digests) {
        References.Artifacts files = new References.Artifacts() {
            @Override
            public Optional<String> digest(String name) {
                return Optional.ofNullable(digests.get(name))
                        .filter(sha256 -> path(sha256).isPresent());
            }

            @Override
            public Optional<Path> path(String sha256) {
                return Optional.of(artifacts.apply(sha256)).filter(Files::isRegularFile);
            }
        };
        return new SettingsBinder(new References(System.getenv(), nodeValues, files), vault);
    }
}
