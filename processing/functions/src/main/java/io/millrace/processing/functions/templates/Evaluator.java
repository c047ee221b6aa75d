package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values of a template with each call of a function replaced by what it gives. Everything wrong is reported at its place; the
 * value that it is wrong with is {@link Unresolved}.
 */
final class Evaluator {

    /** What {@code AWS::NoValue} gives: the property or the item is as if it were not written. */
    static final Object NO_VALUE = new Object();

    private static final String LOOKED_UP = "{{resolve:";

    private final Foreign foreign;
    private final Conditions conditions;
    private final References references;
    private final Intrinsics intrinsics;

    Evaluator(Foreign foreign) {
        JsonObject template = foreign.document();
        this.foreign = foreign;
        this.conditions = new Conditions(this, object(template, "Conditions", ""));
        Parameters parameters = new Parameters(foreign, object(template, "Parameters", ""));
        this.references = new References(this, foreign, parameters, object(template, "Resources", ""));
        this.intrinsics = new Intrinsics(foreign, references, conditions, object(template, "Mappings", ""));
    }

    /**
     * The object under a key; an empty one when there is none, or something else, which is reported.
     *
     * @param path of the parent; may be empty
     */
    JsonObject object(JsonObject parent, String key, String path) {
        Object value = parent.getValue(key);
        if (value != null && !(value instanceof JsonObject)) {
            String where = path.isEmpty() ? key : path + "." + key;
            report(where, key + " is " + shown(value) + ", not an object.", "Write 'Name: value' lines below it.");
        }
        return value instanceof JsonObject object ? object : new JsonObject();
    }

    Conditions conditions() {
        return conditions;
    }

    References references() {
        return references;
    }

    /**
     * @param path of the value in the document
     * @return plain JSON, or {@link #NO_VALUE}
     * @throws Unresolved when a call in it cannot be carried out, which was reported
     */
    Object evaluate(Object value, String path) {
        if (value instanceof JsonObject object) {
            return Intrinsics.name(object).isPresent() ? call(object, path) : members(object, path);
        }
        if (value instanceof JsonArray array) {
            return items(array, path);
        }
        if (value instanceof String text && text.contains(LOOKED_UP)) {
            throw refuse(
                    path,
                    "'" + text + "' is looked up in an AWS account.",
                    "Write the value, or a parameter; ${env:NAME} takes it from the node's environment.");
        }
        return value;
    }

    /** Like {@link #evaluate}, where there has to be a value. */
    Object value(Object value, String path) {
        Object evaluated = evaluate(value, path);
        if (evaluated == NO_VALUE) {
            throw refuse(path, "this is nothing.", "Write a value.");
        }
        return evaluated;
    }

    /** The text of a scalar; numbers and booleans are texts where a text is asked for. */
    String text(Object value, String path) {
        Object evaluated = evaluate(value, path);
        if (evaluated == null
                || evaluated == NO_VALUE
                || evaluated instanceof JsonObject
                || evaluated instanceof JsonArray) {
            throw refuse(
                    path,
                    "this is " + shown(evaluated) + ", not a text.",
                    "Write a text, or a function that gives one.");
        }
        return evaluated.toString();
    }

    /** Members that stand in a loop are written out; calls in them are left as they are. */
    JsonObject expanded(JsonObject object, String path) {
        return new Loops(this).expand(object, path);
    }

    Unresolved refuse(String path, String what, String mend) {
        report(path, what, mend);
        return new Unresolved();
    }

    private void report(String path, String what, String mend) {
        foreign.report(path, Problem.user("template", what, null, mend));
    }

    private static String shown(Object value) {
        return value instanceof JsonObject
                ? "an object"
                : value instanceof JsonArray ? "a list" : value instanceof String text ? "'" + text + "'" : "nothing";
    }

    /** Carries out all steps; what one of them has against a value is no reason not to look at the others. */
    static void all(Stream<Runnable> steps) {
        boolean resolved = steps.map(Evaluator::resolves).reduce(true, Boolean::logicalAnd);
        if (!resolved) {
            throw new Unresolved();
        }
    }

    private static boolean resolves(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Unresolved reported) {
            return false;
        }
    }

    /** Carries out a step for each member of an object, like {@link #all}. */
    static void each(JsonObject object, BiConsumer<String, Object> step) {
        all(object.stream().map(member -> () -> step.accept(member.getKey(), member.getValue())));
    }

    private Object call(JsonObject object, String path) {
        String name = Intrinsics.name(object).orElseThrow();
        if (object.size() > 1) {
            throw refuse(
                    path + "." + name,
                    name + " stands beside other keys.",
                    "Indent it below the key it is the value of.");
        }
        return intrinsics.carryOut(new Call(this, name, object.getValue(name), path + "." + name));
    }

    private JsonObject members(JsonObject object, String path) {
        JsonObject evaluated = new JsonObject(new LinkedHashMap<>());
        each(expanded(object, path), (key, value) -> {
            Object member = evaluate(value, path + "." + key);
            if (member != NO_VALUE) {
                evaluated.put(key, member);
            }
        });
        return evaluated;
    }

    private JsonArray items(JsonArray array, String path) {
        JsonArray evaluated = new JsonArray();
        all(IntStream.range(0, array.size()).mapToObj(i -> () -> {
            Object item = evaluate(array.getValue(i), path + "[" + i + "]");
            if (item != NO_VALUE) {
                evaluated.add(item);
            }
        }));
        return evaluated;
    }
}
