package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.api.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace op}: what kinds declare beside the life cycle. */
@Command(
        name = "op",
        header = "Carry out an operation that a deployment's kind declares.",
        description =
                "Without an operation it lists those there are. 'millrace OPERATION [KIND/]NAME' is short for it.",
        footer = {
            "Examples:",
            "  millrace op Function/strong-quakes",
            "  millrace op Function/strong-quakes invoke --data @event.json",
            "  millrace op FlinkJob/quakes-per-hour rescale parallelism=4"
        })
public final class Op implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "OPERATION [FIELD=VALUE]...",
            hideParamSyntax = true,
            description = "What to do (default: list what there is), and the fields of the JSON object to send.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "TEXT|@FILE|@-",
            description = "What to send: text, a file, or standard input.")
    private String data = "";

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the operation. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    private String operation;

    @Override
    public Integer call() throws IOException {
        Api api = connection.open();
        DeploymentId id = new Names(api).one(name);
        JsonNode operations = operations(api, id.kind());
        operation = operation();
        if (operation == null) {
            Table table = new Table("OPERATION", "SENDS", "DESCRIPTION");
            operations.forEach(one -> table.row(text(one, "name"), text(one, "input"), text(one, "description")));
            output.show(operations, table::print);
            return 0;
        }
        JsonNode answer = carryOut(api, id, declared(operations, id));
        output.show(answer, out -> Answer.print(out, answer));
        return 0;
    }

    private JsonNode carryOut(Api api, DeploymentId id, JsonNode declared) throws IOException {
        if (!declared.path("changes").asBoolean()) {
            parameters.putAll(fields());
            return api.ask(id, operation, parameters);
        }
        String contentType = text(declared, "input").equals("bytes") ? "application/octet-stream" : "application/json";
        return api.operate(id, operation, parameters, contentType, body());
    }

    /** The word that is no field. */
    private String operation() {
        List<String> operations =
                words.stream().filter(word -> word.indexOf('=') < 0).toList();
        if (operations.size() > 1) {
            throw new ParameterException(
                    verb.commandLine(), "There is more than one operation: " + String.join(", ", operations) + ".");
        }
        return operations.isEmpty() ? null : operations.get(0);
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                fields.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        if (!fields.isEmpty() && !data.isEmpty()) {
            throw new ParameterException(verb.commandLine(), "Give fields or --data, not both.");
        }
        return fields;
    }

    private byte[] body() throws IOException {
        Map<String, String> fields = fields();
        if (!fields.isEmpty()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach((field, value) -> object.set(field, value(value)));
            return object.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (data.equals("@-")) {
            return System.in.readAllBytes();
        }
        return data.startsWith("@")
                ? Files.readAllBytes(Path.of(data.substring(1)))
                : data.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode value(String text) {
        if (text.matches("true|false")) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text));
        }
        return text.matches("-?\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : JsonNodeFactory.instance.textNode(text);
    }

    private JsonNode declared(JsonNode operations, DeploymentId id) {
        for (JsonNode candidate : operations) {
            if (text(candidate, "name").equals(operation)) {
                return candidate;
            }
        }
        throw Refused.notFound(Problem.user(
                "unknown-operation",
                id + " has no operation '" + operation + "'.",
                null,
                "See what there is: millrace op " + id));
    }

    private static JsonNode operations(Api api, String kind) {
        for (JsonNode candidate : api.kinds()) {
            if (text(candidate, "kind").equals(kind)) {
                return candidate.path("operations");
            }
        }
        throw new ProblemException(Problem.resource(
                "unknown-kind",
                "no plugin of the node knows the kind " + kind + ".",
                null,
                "Put its plugin into plugins/."));
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asText();
    }
}
