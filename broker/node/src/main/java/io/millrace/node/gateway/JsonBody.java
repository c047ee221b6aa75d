package io.millrace.node.gateway;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object that was sent. Members are asked for one by one; {@link #check} then throws everything that was wrong with them,
 * and members that nobody asked for.
 */
final class JsonBody {

    private final JsonObject json;
    private final Set<String> known = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private JsonBody(JsonObject json) {
        this.json = json;
    }

    /** @throws ProblemException when it is not a JSON object; no body at all is an empty one */
    static JsonBody of(Buffer body) {
        if (body == null || body.length() == 0) {
            return new JsonBody(new JsonObject());
        }
        if (parse(body) instanceof JsonObject json) {
            return new JsonBody(json);
        }
        throw new ProblemException(
                Problem.user("not-an-object", "the body is JSON but not an object.", Where.path("body"), "Send {…}."));
    }

    Optional<String> text(String name) {
        return member(name, String.class, "a text");
    }

    String requiredText(String name) {
        return required(name, text(name), "");
    }

    /** Its text, also when it is written as a number. */
    String requiredTextOrNumber(String name) {
        return json.getValue(name) instanceof Number
                ? number(name).map(String::valueOf).orElse("")
                : requiredText(name);
    }

    Optional<Long> number(String name) {
        return member(name, Number.class, "a number").map(number -> {
            if (number.doubleValue() != number.longValue()) {
                problem(name, "wrong-type", name + " is " + number + ".", "Write a whole number.");
            }
            return number.longValue();
        });
    }

    long requiredNumber(String name) {
        return required(name, number(name), 0L);
    }

    boolean flag(String name) {
        return member(name, Boolean.class, "true or false").orElse(false);
    }

    /** An object of texts; empty when it is not there. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        member(name, JsonObject.class, "an object")
                .ifPresent(object -> object.forEach(entry -> {
                    if (entry.getValue() instanceof String text) {
                        texts.put(entry.getKey(), text);
                    } else {
                        problem(
                                name + "." + entry.getKey(),
                                "wrong-type",
                                entry.getKey() + " is not a text.",
                                "Write a text.");
                    }
                }));
        return texts;
    }

    /** @throws ProblemException with everything that is wrong */
    void check() {
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problem(
                        name,
                        "unknown-member",
                        name + " means nothing here.",
                        "Remove it, or use one of "
                                + String.join(", ", known.stream().sorted().toList()) + "."));
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    private <T> T required(String name, Optional<T> value, T otherwise) {
        if (json.getValue(name) == null) {
            problem(name, "missing-member", name + " is missing.", "Add it.");
        }
        return value.orElse(otherwise);
    }

    private <T> Optional<T> member(String name, Class<T> type, String form) {
        known.add(name);
        Object value = json.getValue(name);
        if (value == null || type.isInstance(value)) {
            return Optional.ofNullable(type.cast(value));
        }
        problem(name, "wrong-type", name + " is " + Json.encode(value) + ", not " + form + ".", "Write " + form + ".");
        return Optional.empty();
    }

    private void problem(String path, String code, String what, String mend) {
        problems.add(Problem.user(code, what, Where.path(path), mend));
    }

    private static Object parse(Buffer body) {
        try {
            return Json.decodeValue(body);
        } catch (DecodeException malformed) {
            throw new ProblemException(notJson(malformed));
        }
    }

    private static Problem notJson(DecodeException malformed) {
        if (malformed.getCause() instanceof JsonProcessingException cause && cause.getLocation() != null) {
            JsonLocation at = cause.getLocation();
            return Problem.user(
                    "not-json",
                    "the body is not JSON: " + reason(cause) + ".",
                    new Where("body", at.getLineNr(), at.getColumnNr(), ""),
                    "Correct it there.");
        }
        return Problem.user("not-json", "the body is not JSON.", Where.path("body"), "Send one JSON object.");
    }

    /** Why a text is not JSON, in words that do not speak of the parser. */
    static String reason(JsonProcessingException malformed) {
        return malformed instanceof JsonEOFException
                ? "it ends before it is complete"
                : malformed.getOriginalMessage().replaceFirst("(?s)\\s*(\\(start marker|at \\[Source).*", "");
    }
}
