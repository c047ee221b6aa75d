package io.millrace.cli.definitions;

import io.millrace.cli.Errors;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -f}: the definitions that a verb is about. */
public final class FilesOption {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR|-",
            description =
                    "Definitions: a file (YAML, JSON, a connector's properties, a SAM or CloudFormation template), a folder "
                            + "(its .yaml and .yml files), or - for standard input. May be repeated.")
    private List<String> files = List.of();

    @Option(
            names = "--parameter-overrides",
            paramLabel = "NAME=VALUE",
            arity = "1..*",
            parameterConsumer = ParameterOverrides.class,
            description = "Values of a template's parameters.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** The deployments that the files define, in order. */
    public List<DeploymentId> defined(Api api) {
        return read().stream()
                .flatMap(submission -> submitter(api).defined(submission).stream())
                .toList();
    }

    List<Submission> read() {
        return read(List.of());
    }

    /** @param more files that were named without {@code -f} */
    List<Submission> read(List<String> more) {
        List<String> all = new ArrayList<>(files);
        all.addAll(more);
        if (all.isEmpty()) {
            throw new ParameterException(verb.commandLine(), "No definitions are named: -f FILE|DIR|-");
        }
        return Definitions.read(all, System.in);
    }

    Submitter submitter(Api api) {
        return new Submitter(api, verb.commandLine().getErr(), parameters);
    }

    void warn(String what) {
        Errors.warn(verb.commandLine(), what);
    }
}
