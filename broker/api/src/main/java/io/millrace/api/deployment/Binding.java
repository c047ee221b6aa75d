package io.millrace.api.deployment;

import io.millrace.api.problem.Problem;
import java.util.Optional;

/**
 * A definition (or a part of one) being turned into settings records. Everything wrong is collected; a kind goes on binding with
 * what it has, and the node refuses the definition at the end.
 */
public interface Binding {

    /**
     * Builds a settings record from this object.
     *
     * @return null when something is wrong with it, which has then been reported
     */
    <T> T bind(Class<T> settings);

    /** A part: the object under a key. Unknown keys of the part are reported against all records bound from it. */
    Binding at(String key);

    /** The text of a scalar under a key. */
    Optional<String> text(String key);

    /** Reports a problem at the value of a key of this object; at the object itself when the key is not there or empty. */
    void report(String key, Problem problem);

    /** Tells the user something that does not refuse the definition. */
    void warn(String key, String what);
}
