package io.millrace.api.deployment;

import io.millrace.api.problem.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A kind of deployment: {@code Topic}, {@code Connector}, {@code Function}, …
 *
 * @param <S> the settings record
 */
public interface Kind<S> {

    /** What names look like unless a kind says otherwise. */
    Pattern NAMES = Pattern.compile("[a-z0-9-]{1,63}");

    /** As users write it after {@code kind:}. */
    String name();

    /** Names that deployments of this kind may have. */
    default Pattern names() {
        return NAMES;
    }

    /** True when deployments of other kinds may need those of this one: they are started first. */
    default boolean comesFirst() {
        return false;
    }

    /** Version of the settings' meaning, kept with each deployment; starts at 1. */
    default int version() {
        return 1;
    }

    /** The record the binder builds from a definition. */
    Class<S> settings();

    /** Binds a definition; overridden where a value decides which settings there are. Throws nothing: reports to the binding. */
    default S bind(Binding binding) {
        return binding.bind(settings());
    }

    /**
     * The settings records for the generated reference, each under where it stands in a definition: {@code ""} for the definition
     * itself, {@code config (FileSink)} for one of several forms. Overridden together with {@link #bind}.
     */
    default Map<String, Class<?>> reference() {
        return Map.of("", settings());
    }

    /** What can be asked of a running deployment beside the life cycle. */
    default List<Operation> operations() {
        return List.of();
    }

    /**
     * Turns a document in somebody else's form into definitions of this kind.
     *
     * @return false when the document is not of a form that this kind knows; then nothing was told to it
     */
    default boolean translate(Foreign document) {
        return false;
    }

    /**
     * Checks what needs the world: topics that exist, files that can be read, partitions that would shrink. Changes nothing.
     *
     * @return problems with {@code where.path} relative to the definition; empty when it may be applied
     */
    default Future<List<Problem>> validate(DeploymentContext<S> context) {
        return Future.succeededFuture(List.of());
    }

    /**
     * Starts it. Completes when it runs or works on it by itself; fails with a {@link
     * io.millrace.api.problem.ProblemException} when it cannot run. The node tries again with back-off when the fault is not the
     * user's.
     */
    Future<Running> start(DeploymentContext<S> context);

    /** Removes what a deleted deployment leaves outside the node (a topic, a consumer group). Called after {@code stop}. */
    default Future<Void> remove(DeploymentContext<S> context) {
        return Future.succeededFuture();
    }

    /** What going back to earlier offsets means for what was carried out already. */
    default RewindEffect rewindEffect(S settings) {
        return RewindEffect.NONE;
    }

    /**
     * Forgets whatever keeps records from being carried out twice, so that the group's offsets decide alone. Called before a
     * rewind, while the deployment is stopped.
     */
    default Future<Void> forget(DeploymentContext<S> context) {
        return Future.succeededFuture();
    }

    /**
     * What a rewind means.
     *
     * @param sentence for the user; may be empty
     * @param breaksExactlyOnce true when records are carried out twice although the deployment promises once: it is refused
     *     unless the user says so
     */
    record RewindEffect(String sentence, boolean breaksExactlyOnce) {
        public static final RewindEffect NONE = new RewindEffect("", false);
    }
}
