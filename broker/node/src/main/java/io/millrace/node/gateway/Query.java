package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The query of a request. Parameters are asked for one by one; {@link #check} then throws everything that was wrong with them,
 * and parameters that nobody asked for.
 */
final class Query {

    private final MultiMap parameters;
    private final Set<String> known = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(parameters.get(name));
    }

    /** A whole number of at least the minimum. */
    OptionalLong number(String name, long min) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        problem(name, name + "=" + text.get() + " is not a whole number of " + min + " or more.", "Write one.");
        return OptionalLong.empty();
    }

    boolean flag(String name) {
        String text = text(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problem(name, name + "=" + text + " is neither true nor false.", "Write true or false.");
        }
        return text.equals("true");
    }

    void problem(String name, String what, String mend) {
        problems.add(Problem.user("invalid-parameter", what, Where.path("?" + name), mend));
    }

    /** @throws ProblemException with everything that is wrong */
    void check() {
        parameters.names().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problem(
                        name,
                        "there is no parameter " + name + ".",
                        "Remove it, or use one of "
                                + String.join(", ", known.stream().sorted().toList()) + "."));
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }
}
