package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The {@code Parameters} of a template. What was given for one is checked whether or not it is used; a value is only asked for
 * when it is used.
 */
final class Parameters {

    private static final Pattern LIST =
            Pattern.compile("CommaDelimitedList|List<.+>|AWS::SSM::Parameter::Value<(CommaDelimitedList|List<.+>)>");
    private static final Pattern TYPE = Pattern.compile("String|Number|" + LIST.pattern() + "|AWS::\\w+::.+");
    private static final List<String> TYPES = List.of("String", "Number", "List<Number>", "CommaDelimitedList");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,30}(\\.\\d{1,30})?|\\.\\d{1,30})([eE][-+]?\\d{1,3})?");

    private final Foreign foreign;
    private final JsonObject section;

    /** By name; empty for one that has no value, or a wrong one, which was reported. */
    private final Map<String, Optional<Object>> values = new LinkedHashMap<>();

    Parameters(Foreign foreign, JsonObject section) {
        this.foreign = foreign;
        this.section = section;
        for (String name : section.fieldNames()) {
            value(name).ifPresent(text -> values.put(name, checked(name, text)));
        }
    }

    boolean has(String name) {
        return section.containsKey(name);
    }

    Iterable<String> names() {
        return section.fieldNames();
    }

    /** @throws Unresolved when there is no value, or a wrong one, which was reported */
    Object get(String name) {
        return values.computeIfAbsent(name, this::missing).orElseThrow(Unresolved::new);
    }

    private Optional<String> value(String name) {
        JsonObject declared = declaration(name);
        Optional<String> given = foreign.parameter(name);
        // The default of such a parameter is the name of a value that only the account knows.
        boolean lookedUp = type(declared).startsWith("AWS::SSM::");
        return given.isPresent() || lookedUp
                ? given
                : Optional.ofNullable(declared.getValue("Default")).map(Parameters::text);
    }

    private Optional<Object> missing(String name) {
        JsonObject declared = declaration(name);
        String about = declared.getValue("Description") instanceof String text
                ? " (" + text.strip().replaceFirst("\\.$", "") + ")"
                : "";
        report(name, "missing-parameter", "the template asks for a value of " + name + about + ".", give(name));
        return Optional.empty();
    }

    static String give(String name) {
        return "Give it with --parameter-overrides " + name + "=VALUE.";
    }

    private Optional<Object> checked(String name, String text) {
        JsonObject declared = declaration(name);
        String type = type(declared);
        if (!TYPE.matcher(type).matches()) {
            report(name + ".Type", "template", "there is no type " + type + ".", Suggestion.mend(type, TYPES));
            return Optional.empty();
        }
        boolean list = LIST.matcher(type).matches();
        List<String> items =
                list ? Arrays.stream(text.split(",")).map(String::strip).toList() : List.of(text);
        Optional<String> wrong =
                items.stream().flatMap(item -> wrong(declared, item).stream()).findFirst();
        if (wrong.isPresent()) {
            String shown = "true".equals(text(declared.getValue("NoEcho"))) ? "****" : "'" + text + "'";
            String mend = declared.getValue("ConstraintDescription") instanceof String constraint
                    ? "It says: " + constraint
                    : "Give another one with --parameter-overrides.";
            report(name, "invalid-parameter", name + " is " + shown + ", " + wrong.get() + ".", mend);
            return Optional.empty();
        }
        return Optional.of(list ? new JsonArray(items) : text);
    }

    /** What speaks against a value, to follow it in a sentence. */
    private static Optional<String> wrong(JsonObject declared, String value) {
        boolean number = type(declared).contains("Number");
        if (number && !NUMBER.matcher(value).matches()) {
            return Optional.of("not a number");
        }
        if (declared.getValue("AllowedValues") instanceof JsonArray allowed
                && allowed.stream().noneMatch(each -> value.equals(text(each)))) {
            return Optional.of("none of "
                    + String.join(", ", allowed.stream().map(Parameters::text).toList()));
        }
        if (declared.getValue("AllowedPattern") instanceof String pattern && !matches(pattern, value)) {
            return Optional.of("which does not match " + pattern);
        }
        Optional<BigDecimal> measure = number ? Optional.of(new BigDecimal(value)) : Optional.empty();
        BigDecimal length = BigDecimal.valueOf(value.length());
        return outside(declared, "Value", measure)
                .or(() -> outside(declared, "Length", Optional.of(length)).map(clause -> clause + " characters"));
    }

    private static Optional<String> outside(JsonObject declared, String what, Optional<BigDecimal> measure) {
        return measure.flatMap(actual -> limit(declared, "Min" + what)
                        .filter(least -> actual.compareTo(least) < 0)
                        .map(least -> "less than " + least.toPlainString()))
                .or(() -> measure.flatMap(actual -> limit(declared, "Max" + what)
                        .filter(most -> actual.compareTo(most) > 0)
                        .map(most -> "more than " + most.toPlainString())));
    }

    private static Optional<BigDecimal> limit(JsonObject declared, String key) {
        return Optional.ofNullable(declared.getValue(key))
                .map(Parameters::text)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(BigDecimal::new);
    }

    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.matches(pattern, value);
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    private JsonObject declaration(String name) {
        return section.getValue(name) instanceof JsonObject declared ? declared : new JsonObject();
    }

    private static String type(JsonObject declared) {
        return declared.getValue("Type") instanceof String type ? type : "String";
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    private void report(String path, String code, String what, String mend) {
        foreign.report("Parameters." + path, Problem.user(code, what, null, mend));
    }
}
