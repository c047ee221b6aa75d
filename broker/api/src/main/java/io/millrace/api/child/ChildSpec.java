package io.millrace.api.child;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a child is.
 *
 * @param name unique in the node, of {@code a-z}, {@code 0-9} and the dash; names its log
 * @param command the program and its arguments
 * @param environment set beside the variables of the node
 * @param readyWithin how long it may take from its start until it is ready
 */
public record ChildSpec(String name, List<String> command, Map<String, String> environment, Duration readyWithin) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        checkName(name);
    }

    static void checkName(String name) {
        if (!name.matches("[a-z0-9-]{1,63}")) {
            throw new IllegalArgumentException("not a child's name: " + name);
        }
    }

    /** Finds out whether a child has come up: whether its port answers, say. */
    public interface Readiness {

        /** Asked about every 100 ms on a worker thread, until it says true; may block for a second. */
        boolean isReady();
    }
}
