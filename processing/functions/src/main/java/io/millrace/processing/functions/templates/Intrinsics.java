package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CloudFormation's functions. Source: the intrinsic function reference of its template reference guide. */
final class Intrinsics {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)}");

    /** A reference of this platform, such as <code>${env:X}</code>, which is resolved when the definition is bound. */
    private static final Pattern OWN_REFERENCE = Pattern.compile("[a-z][a-z0-9]*:[^:].*");

    private final Foreign foreign;
    private final References references;
    private final Conditions conditions;
    private final JsonObject mappings;
    private final Map<String, Function<Call, Object>> functions = new TreeMap<>();

    Intrinsics(Foreign foreign, References references, Conditions conditions, JsonObject mappings) {
        this.foreign = foreign;
        this.references = references;
        this.conditions = conditions;
        this.mappings = mappings;
        functions.put("Ref", call -> references.ref(call.text(), call.path()));
        functions.put("Fn::GetAtt", this::getAtt);
        functions.put("Fn::Sub", this::sub);
        functions.put("Fn::FindInMap", this::findInMap);
        functions.put("Fn::If", this::choose);
        functions.put("Fn::GetAZs", this::zones);
        functions.put("Fn::ImportValue", this::importValue);
        functions.put("Fn::Join", Intrinsics::join);
        functions.put("Fn::Select", Intrinsics::select);
        functions.put("Fn::Split", Intrinsics::split);
        functions.put("Fn::Base64", Intrinsics::base64);
        functions.put("Fn::Length", call -> call.list().size());
        functions.put("Fn::ToJsonString", call -> Json.encode(call.value()));
        functions.put("Fn::Cidr", Intrinsics::cidr);
        functions.put("Fn::Transform", Intrinsics::transform);
        Conditions.FUNCTIONS.forEach(name -> functions.put(name, conditions::holds));
    }

    /** The function that an object calls. */
    static Optional<String> name(JsonObject object) {
        return object.fieldNames().stream()
                .filter(key -> key.equals("Ref") || (key.startsWith("Fn::") && !key.startsWith(Loops.PREFIX)))
                .findFirst();
    }

    Object carryOut(Call call) {
        Function<Call, Object> function = functions.get(call.name());
        if (function == null) {
            throw call.refuse(
                    "there is no function " + call.name() + ".", Suggestion.mend(call.name(), functions.keySet()));
        }
        return function.apply(call);
    }

    private Object getAtt(Call call) {
        if (call.argument() instanceof JsonArray) {
            call.count(2, 2);
            return references.attribute(call.text(0), call.text(1), call.path());
        }
        String[] parts = call.text().split("\\.", 2);
        if (parts.length < 2) {
            throw call.refuse("'" + parts[0] + "' names no attribute.", "Write Resource.Attribute.");
        }
        return references.attribute(parts[0], parts[1], call.path());
    }

    private String sub(Call call) {
        if (call.argument() instanceof JsonArray) {
            call.count(2, 2);
            if (!(call.written(1) instanceof JsonObject)) {
                throw call.evaluator().refuse(call.path(1), "Fn::Sub takes an object here.", "Write {Name: value}.");
            }
            return sub(call, call.text(0), (JsonObject) call.value(1));
        }
        return sub(call, call.text(), new JsonObject());
    }

    private String sub(Call call, String text, JsonObject own) {
        Matcher placeholders = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (placeholders.find()) {
            String name = placeholders.group(1).strip();
            String value = name.startsWith("!")
                    ? "${" + name.substring(1) + "}"
                    : OWN_REFERENCE.matcher(name).matches() ? placeholders.group() : filling(call, name, own);
            placeholders.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return placeholders.appendTail(filled).toString();
    }

    private String filling(Call call, String name, JsonObject own) {
        int dot = name.indexOf('.');
        Object value = own.containsKey(name)
                ? own.getValue(name)
                : dot < 0
                        ? references.ref(name, call.path())
                        : references.attribute(name.substring(0, dot), name.substring(dot + 1), call.path());
        return call.evaluator().text(value, call.path());
    }

    private Object findInMap(Call call) {
        int count = call.count(3, 4);
        String map = call.text(0);
        if (!(mappings.getValue(map) instanceof JsonObject entries)) {
            throw call.refuse("there is no mapping " + map + ".", Suggestion.mend(map, mappings.fieldNames()));
        }
        String first = call.text(1);
        String second = call.text(2);
        if (entries.getValue(first) instanceof JsonObject values && values.containsKey(second)) {
            return values.getValue(second);
        }
        if (count == 4 && call.written(3) instanceof JsonObject otherwise && otherwise.containsKey("DefaultValue")) {
            return call.evaluator().evaluate(otherwise.getValue("DefaultValue"), call.path(3) + ".DefaultValue");
        }
        throw call.refuse(
                "the mapping " + map + " has nothing under " + first + ", " + second + ".",
                "Add it, or a fourth value {DefaultValue: …}.");
    }

    private Object choose(Call call) {
        call.count(3, 3);
        boolean holds = conditions.named(call.text(0), call.path(0));
        return call.value(holds ? 1 : 2);
    }

    /** Which zones an account sees is the account's; the first three letters are there in nearly every region. */
    private JsonArray zones(Call call) {
        String region = call.text();
        String there = region.isEmpty() ? String.valueOf(references.ref("AWS::Region", call.path())) : region;
        return new JsonArray(Stream.of("a", "b", "c").map(there::concat).toList());
    }

    private Object importValue(Call call) {
        String export = call.text();
        return foreign.parameter(export)
                .orElseThrow(() -> call.refuse(
                        export + " is exported by another stack, which only its AWS account knows.",
                        "Give it with --parameter-overrides " + export + "=VALUE."));
    }

    private static String join(Call call) {
        call.count(2, 2);
        String delimiter = call.text(0);
        return call.list(1).stream()
                .map(item -> call.evaluator().text(item, call.path(1)))
                .collect(Collectors.joining(delimiter));
    }

    private static Object select(Call call) {
        call.count(2, 2);
        List<Object> items = call.list(1);
        int index = call.number(0, 0, Integer.MAX_VALUE);
        if (index >= items.size()) {
            throw call.refuse("there is no item " + index + " in a list of " + items.size() + ".", "Count from 0.");
        }
        return items.get(index);
    }

    private static JsonArray split(Call call) {
        call.count(2, 2);
        String delimiter = call.text(0);
        if (delimiter.isEmpty()) {
            throw call.refuse("the delimiter is empty.", "Write at least one character.");
        }
        return new JsonArray(List.of(call.text(1).split(Pattern.quote(delimiter), -1)));
    }

    private static String base64(Call call) {
        return Base64.getEncoder().encodeToString(call.text().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonArray cidr(Call call) {
        int count = call.count(2, 3);
        String text = call.text(0);
        CidrBlock block = CidrBlock.parse(text)
                .orElseThrow(() ->
                        call.refuse("'" + text + "' is not a block of addresses.", "Write one such as 10.0.0.0/16."));
        int blocks = call.number(1, 1, 256);
        int bits = count == 3 ? call.number(2, 1, 128) : block.defaultBits();
        return block.split(blocks, bits)
                .map(JsonArray::new)
                .orElseThrow(() -> call.refuse(
                        text + " has no room for " + blocks + " blocks of " + bits + " bits.",
                        "Ask for fewer or smaller ones."));
    }

    private static Object transform(Call call) {
        throw call.refuse("Fn::Transform calls a macro, which runs in an AWS account.", "Write out what it gives.");
    }
}
