package io.millrace.processing.functions.templates;

import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code Conditions} of a template. Each is looked at when it is asked for, once. */
final class Conditions {

    static final Set<String> FUNCTIONS = Set.of("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not");

    private static final int MOST_OPERANDS = 10;
    private static final String REFERENCE = "Condition";

    private final Evaluator evaluator;
    private final JsonObject section;
    private final Map<String, Optional<Boolean>> known = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();
    private JsonObject written;

    Conditions(Evaluator evaluator, JsonObject section) {
        this.evaluator = evaluator;
        this.section = section;
    }

    /** Whether a condition holds; {@code path} is where it is asked for. */
    boolean named(String name, String path) {
        if (written == null) {
            written = evaluator.expanded(section, "Conditions");
        }
        if (!written.containsKey(name)) {
            throw evaluator.refuse(
                    path, "there is no condition " + name + ".", Suggestion.mend(name, written.fieldNames()));
        }
        if (!underWay.add(name)) {
            throw evaluator.refuse(
                    path,
                    "the condition " + name + " depends on itself: " + String.join(" → ", underWay) + " → " + name
                            + ".",
                    "Break the circle.");
        }
        try {
            if (!known.containsKey(name)) {
                known.put(name, Optional.empty());
                known.put(name, Optional.of(operand(written.getValue(name), "Conditions." + name)));
            }
            return known.get(name).orElseThrow(Unresolved::new);
        } finally {
            underWay.remove(name);
        }
    }

    /** One of {@link #FUNCTIONS}. */
    boolean holds(Call call) {
        return switch (call.name()) {
            case "Fn::Equals" -> {
                call.count(2, 2);
                yield String.valueOf(call.value(0)).equals(String.valueOf(call.value(1)));
            }
            case "Fn::Not" -> {
                call.count(1, 1);
                yield !operand(call, 0);
            }
            case "Fn::And" -> operands(call) == call.count(2, MOST_OPERANDS);
            default -> operands(call) > 0;
        };
    }

    /** How many hold. */
    private int operands(Call call) {
        int holding = 0;
        for (int i = 0; i < call.count(2, MOST_OPERANDS); i++) {
            holding += operand(call, i) ? 1 : 0;
        }
        return holding;
    }

    private boolean operand(Call call, int i) {
        return operand(call.written(i), call.path(i));
    }

    private boolean operand(Object value, String path) {
        if (value instanceof JsonObject object && object.size() == 1 && object.containsKey(REFERENCE)) {
            String where = path + "." + REFERENCE;
            return named(evaluator.text(object.getValue(REFERENCE), where), where);
        }
        String text = evaluator.text(value, path);
        if (!text.equals("true") && !text.equals("false")) {
            throw evaluator.refuse(
                    path,
                    "'" + text + "' is no condition.",
                    "Write Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.");
        }
        return text.equals("true");
    }
}
