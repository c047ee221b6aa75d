package io.millrace.node.settings;

import io.millrace.api.deployment.Binding;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes settings records of documents. Safe for any thread; reads files that a document refers to and, for secrets, the vault's
 * key, so a caller on an event loop hands it to a worker.
 */
public final class SettingsBinder {

    /** Keys of a definition that are not its kind's. */
    public static final Set<String> RESERVED = Set.of("apiVersion", "kind", "name", "labels", "description");

    private final References references;
    private final Vault vault;

    /** @param vault null where secrets are neither stored nor read back, as in the node's own file */
    public SettingsBinder(References references, Vault vault) {
        this.references = references;
        this.vault = vault;
    }

    /** Binds a definition, whose reserved keys are known whatever its kind. */
    public <S> Bound<S> bind(Document document, Function<Binding, S> kind) {
        return bind(document, RESERVED, kind);
    }

    /**
     * @param reserved keys of the top level that need not be declared by a record
     * @param kind binds what it needs; a {@link io.millrace.api.problem.ProblemException} from it counts as reported
     */
    public <S> Bound<S> bind(Document document, Set<String> reserved, Function<Binding, S> kind) {
        return new BindingPass(document, references, vault).run(reserved, kind);
    }
}
