package io.millrace.processing.functions.templates;

import io.vertx.core.json.JsonArray;
import java.util.List;

/**
 * One call of a function in a template.
 *
 * @param name in its long form, such as {@code Fn::Sub}
 * @param argument as it is written
 * @param path of the argument
 */
record Call(Evaluator evaluator, String name, Object argument, String path) {

    /** How many arguments there are; refuses anything but a list of so many. */
    int count(int least, int most) {
        if (argument instanceof JsonArray arguments && arguments.size() >= least && arguments.size() <= most) {
            return arguments.size();
        }
        String many = least == most ? "" + least : least + " to " + most;
        throw refuse(
                name + " takes a list of " + many + (most == 1 ? " value." : " values."),
                "Write [" + "…, ".repeat(least - 1) + "…] after it.");
    }

    /** An argument as it is written. */
    Object written(int i) {
        return ((JsonArray) argument).getValue(i);
    }

    String path(int i) {
        return path + "[" + i + "]";
    }

    /** An argument's value. */
    Object value(int i) {
        return evaluator.evaluate(written(i), path(i));
    }

    /** The only argument's value. */
    Object value() {
        return evaluator.value(argument, path);
    }

    String text(int i) {
        return evaluator.text(written(i), path(i));
    }

    /** The only argument, as a text. */
    String text() {
        return evaluator.text(argument, path);
    }

    int number(int i, int least, int most) {
        String text = text(i);
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw evaluator.refuse(
                path(i), "'" + text + "' is not a number from " + least + " to " + most + ".", "Write such a number.");
    }

    List<Object> list(int i) {
        return list(value(i), path(i));
    }

    /** The only argument, as a list. */
    List<Object> list() {
        return list(evaluator.evaluate(argument, path), path);
    }

    Unresolved refuse(String what, String mend) {
        return evaluator.refuse(path, what, mend);
    }

    private List<Object> list(Object value, String where) {
        if (value instanceof JsonArray array) {
            return array.stream().toList();
        }
        throw evaluator.refuse(where, name + " takes a list here.", "Write a list, or a function that gives one.");
    }
}
