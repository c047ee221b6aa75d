package io.millrace.processing.functions.invoke;

import io.millrace.api.PluginContext;
import io.millrace.api.child.RunSpec;
import io.millrace.processing.functions.invoke.RuntimeId.Language;
import io.vertx.core.Future;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says how a process of a function is run: its command and its environment, which is Lambda's. Any thread. */
final class Launcher {

    /** What a handler may need of the node's own variables, and what holds no secrets. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR");

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String JNI = "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";
    private static final int LONGEST_NAME = 40;

    private final FunctionSpec function;
    private final Code code;
    private final Program program;
    private final RuntimeFiles files;
    private final ClassArchive archive; // null for what is not Java

    Launcher(FunctionSpec function, Code code, Program program, RuntimeFiles files) {
        this.function = function;
        this.code = code;
        this.program = program;
        this.files = files;
        this.archive = function.runtime().language() == Language.JAVA && code.canBeArchived()
                ? new ClassArchive(this, code.archive(program, function.handler()))
                : null;
    }

    /** @param suffix tells the processes of the function apart */
    String processName(String suffix) {
        String name = function.name();
        return "fn-" + name.substring(0, Math.min(LONGEST_NAME, name.length())) + "-"
                + Integer.toHexString(name.hashCode()) + "-" + suffix;
    }

    /** @param api address of the process's Runtime API */
    RunSpec spec(String processName, String api) {
        List<String> flags = archive == null ? List.of() : archive.flags();
        return spec(processName, api, flags);
    }

    /** @param flags for the Java machine */
    RunSpec spec(String processName, String api, List<String> flags) {
        List<String> command = switch (function.runtime().language()) {
            case JAVA -> java(flags);
            case NODEJS ->
                List.of(
                        program.executable(),
                        "--max-old-space-size=" + function.memoryMebibytes() * 3 / 4,
                        files.bootstrap("bootstrap.mjs").toString());
            case PYTHON ->
                List.of(program.executable(), files.bootstrap("bootstrap.py").toString());
            case PROVIDED -> List.of(code.root().resolve("bootstrap").toString());
        };
        return new RunSpec(processName, command, environment(api), code.root());
    }

    /** What makes later starts quicker, done once, when the first process runs. */
    void prepare(PluginContext node) {
        if (archive != null) {
            archive.make(node);
        }
    }

    /** Ends what it prepares. */
    Future<Void> stop() {
        return archive == null ? Future.succeededFuture() : archive.stop();
    }

    private List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                program.executable(),
                "-Xmx" + function.memoryMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:-UsePerfData", // a file that a killed process leaves
                "-Dfile.encoding=UTF-8"));
        files.nativeClient().ifPresent(library -> command.add(JNI + library));
        command.addAll(flags);
        List<Path> classPath = new ArrayList<>(files.javaRuntime());
        classPath.addAll(code.classPath());
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        command.add(function.handler());
        return command;
    }

    private Map<String, String> environment(String api) {
        Map<String, String> environment = new HashMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", ":UTC");
        environment.put("AWS_REGION", function.region());
        environment.put("AWS_DEFAULT_REGION", function.region());
        environment.putAll(function.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", api);
        environment.put("_HANDLER", function.handler());
        environment.put("LAMBDA_TASK_ROOT", code.root().toString());
        environment.put("LAMBDA_RUNTIME_DIR", files.folder().toString());
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime().text());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMebibytes()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        return environment;
    }

    private static String logStream() {
        String day = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"));
        return day + "/[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
    }
}
