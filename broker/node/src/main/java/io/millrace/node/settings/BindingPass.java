package io.millrace.node.settings;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.settings.ValueBinder.Slot;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The binding of one document: what was found on the way, and the objects that records were bound from. */
final class BindingPass {

    private final Document document;
    private final References references;
    private final Vault vault;
    private final StorableForm storable = new StorableForm();
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final List<ObjectBinding> objects = new ArrayList<>();

    BindingPass(Document document, References references, Vault vault) {
        this.document = document;
        this.references = references;
        this.vault = vault;
    }

    <S> Bound<S> run(Set<String> reserved, Function<Binding, S> kind) {
        ObjectBinding root = object(
                new Slot("the document", document.tree(), ""), document.tree().mark());
        reserved.forEach(root::know);
        S settings = null;
        try {
            settings = kind.apply(root);
        } catch (ProblemException reported) {
            reported.problems().forEach(this::report);
        }
        List.copyOf(objects).forEach(ObjectBinding::finish);
        List<Problem> found =
                inOrder(problems.stream().filter(each -> !each.explained()).toList());
        JsonObject stored = found.isEmpty() && vault != null ? storable.tree(document, vault) : null;
        return new Bound<>(
                found.isEmpty() ? settings : null,
                found,
                inOrder(warnings).stream().map(Problem::toString).toList(),
                List.copyOf(files),
                stored,
                stored == null ? null : storable.source(document, stored));
    }

    private static List<Problem> inOrder(List<Finding> findings) {
        return Documents.inOrder(
                findings.stream().map(Finding::problem).distinct().toList());
    }

    /** The binding of an object; {@code place} is where something missing is reported. */
    ObjectBinding object(Slot slot, Mark place) {
        ObjectBinding object = new ObjectBinding(this, slot, place);
        objects.add(object);
        return object;
    }

    Where where(Mark mark, String path) {
        return document.labelled(mark.where(path));
    }

    void report(Problem problem) {
        problems.add(new Finding(problem, null, ""));
    }

    /** Reports something that a misspelt key of the object may explain: then only the misspelt key is told. */
    void reportMissing(Problem problem, ObjectBinding object, String key) {
        problems.add(new Finding(problem, object, key));
    }

    void warn(Where where, String what) {
        warnings.add(new Finding(Problem.user("warning", what, where, ""), null, ""));
    }

    /** Grows with each problem. */
    int count() {
        return problems.size();
    }

    void needFile(String name) {
        files.add(name);
    }

    /** The path of another object that has such a key. */
    Optional<String> homeOf(String key, ObjectBinding except) {
        return objects.stream()
                .limit(100) // enough for a person, and a file of nothing but mistakes is still checked in time
                .filter(each -> each != except && each.declares(key))
                .map(ObjectBinding::path)
                .findFirst();
    }

    StorableForm storable() {
        return storable;
    }

    References references() {
        return references;
    }

    /** Null in a pass that neither seals nor opens. */
    Vault vault() {
        return vault;
    }

    private record Finding(Problem problem, ObjectBinding object, String missing) {

        boolean explained() {
            return object != null && object.misspelt(missing);
        }
    }
}
