package io.millrace.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace completion}. */
@Command(
        name = "completion",
        header = "Print a script that completes verbs and options in a shell.",
        footer = {
            "Put this into ~/.bashrc or ~/.zshrc:",
            "  source <(millrace completion bash)",
            "  source <(millrace completion zsh)"
        })
final class Completion implements Runnable {

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        if (!shell.matches("bash|zsh")) {
            throw new ParameterException(
                    verb.commandLine(), "There is no completion for '" + shell + "', only for bash and zsh.");
        }
        // One script serves both.
        verb.commandLine()
                .getOut()
                .print(AutoComplete.bash("millrace", verb.root().commandLine()));
        verb.commandLine().getOut().flush();
    }
}
