package io.millrace.api.deployment;

import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A document in somebody else's form (Connect JSON, a SAM template) being turned into definitions of one kind. Everything wrong is
 * collected; the kind goes on with what it has, and the node refuses the submission at the end.
 *
 * <p>Places are paths of the document, such as {@code Resources.Alerts.Properties.Events}; what a path leads to need not be there:
 * the nearest value around it is shown.
 */
public interface Foreign {

    /** As it was read; a YAML tag such as {@code !Sub x} in a template is the object {@code {"Fn::Sub": "x"}}. */
    JsonObject document();

    /** A value that the user gave with the submission. The node refuses one that no document asked for. */
    Optional<String> parameter(String name);

    /**
     * A definition of this kind that the document adds to: the one in the same submission, else the one that is stored (then with
     * sealed secrets and the digests of its files, to be handed on as they are). What {@link #define} is given under that name
     * takes its place.
     */
    Optional<JsonObject> definition(String name);

    /**
     * Adds a definition of this kind.
     *
     * @param origins where values came from: paths of the definition to paths of the document. What stands below such a value
     *     comes from the same keys there, whatever their case
     */
    void define(JsonObject definition, Map<String, String> origins);

    /** Reports a problem at a path of the document. */
    void report(String path, Problem problem);

    /** Tells the user something that does not refuse the submission. */
    void warn(String path, String what);
}
