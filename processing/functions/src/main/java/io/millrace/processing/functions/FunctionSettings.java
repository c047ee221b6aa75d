package io.millrace.processing.functions;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.processing.functions.mapping.MappingSettings;
import java.util.List;
import java.util.Map;

/**
 * Settings of a function, with Lambda's fields under their names in lowerCamelCase.
 *
 * <p>Source: CreateFunction of the Lambda API.
 *
 * @param runtime Lambda's identifier
 * @param handler as the runtime takes it; may be null for {@code provided}
 * @param codeUri jar, zip or folder
 * @param timeout seconds
 * @param memorySize megabytes
 * @param environment may be null
 * @param concurrency most processes at a time
 * @param events mappings that feed it
 * @param output where what it returns is written; null for nowhere
 */
public record FunctionSettings(
        @Setting(
                value = "What runs the handler: javaNN, nodejsNN.x, python3.NN or provided.",
                required = true,
                example = "java17")
        String runtime,

        @Setting(
                value = "What is called: package.Class::method, file.function or module.function.",
                example = "demo.Handler::handleRequest")
        String handler,

        @Setting(
                value = "The code as Lambda gets it: a jar, a zip or a folder.",
                required = true,
                example = "handler.jar")
        Artifact codeUri,

        @Setting(value = "Seconds after which an invocation is ended.", defaultValue = "3", min = 1, max = 900)
        int timeout,

        @Setting(
                value = "Megabytes that a process may have: of heap for Java, of memory otherwise.",
                defaultValue = "128",
                min = 128,
                max = 10_240)
        int memorySize,

        @Setting("What the handler finds in its environment.")
        Environment environment,

        @Setting(
                value = "Most processes, each with one invocation at a time.",
                defaultValue = "4",
                min = 1,
                max = 1_000)
        int concurrency,

        @Setting("Event source mappings: topics whose records it is invoked with.")
        List<MappingSettings> events,

        @Setting("Where what it returns is written.") Output output) {

    private static final String RESERVED =
            "_HANDLER|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_EXECUTION_ENV|AWS_LAMBDA_(RUNTIME_API|FUNCTION_.*|LOG_.*|INITIALIZATION_TYPE)";

    public FunctionSettings {
        events = List.copyOf(events);
        if (environment != null) {
            environment.variables().keySet().stream()
                    .filter(name -> name.matches(RESERVED))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidSetting(
                                "environment",
                                "environment.variables has " + name + ", which every handler gets from the runtime.",
                                "Choose another name.");
                    });
        }
    }

    /** Null for none. */
    String outputTopic() {
        return output == null ? null : output.topic();
    }

    /** @param variables by name */
    public record Environment(@Setting("Variables by name.") Map<String, String> variables) {}

    /** @param topic that gets one record, or one for each item of a list, for what the function returns */
    public record Output(
            @Setting(value = "The topic.", required = true, example = "alerts")
            String topic) {}
}
