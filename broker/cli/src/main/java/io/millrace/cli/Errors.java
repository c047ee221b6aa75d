package io.millrace.cli;

import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.api.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is told on standard error, and the exit code that follows: 1 when something failed, 2 when the command or a definition is
 * what has to be mended.
 */
public final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {

    Errors() {}

    /** Each problem as its place and what is wrong, then, on a line of its own, how to mend it. */
    public static void report(CommandLine verb, List<Problem> problems) {
        PrintWriter err = verb.getErr();
        for (Problem problem : problems) {
            String where = problem.where().toString();
            err.println(
                    colored(verb, "bold,red", "error:") + " " + (where.isEmpty() ? "" : where + ": ") + problem.what());
            if (!problem.mend().isEmpty()) {
                err.println("  " + problem.mend());
            }
        }
        err.flush();
    }

    /** Tells of something that was taken without effect. */
    public static void warn(CommandLine verb, String what) {
        verb.getErr().println(colored(verb, "yellow", "warning:") + " " + what);
        verb.getErr().flush();
    }

    public static int exitCode(ProblemException failed) {
        boolean invalid = failed instanceof Refused refused
                ? refused.isInvalidInput()
                : failed.problems().stream().allMatch(problem -> problem.fault() == Fault.USER);
        return invalid ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    @Override
    public int handleExecutionException(Exception failed, CommandLine verb, ParseResult arguments) {
        if (failed instanceof ProblemException problems) {
            report(verb, problems.problems());
            return exitCode(problems);
        }
        if (failed instanceof IOException || failed instanceof UncheckedIOException) {
            report(
                    verb,
                    List.of(Problem.resource("io", "cannot read or write: " + failed.getMessage() + ".", null, "")));
            return ExitCode.SOFTWARE;
        }
        failed.printStackTrace(verb.getErr());
        report(verb, List.of(Problem.internal("defect", "the command line has a defect: " + failed, null)));
        return ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine verb = wrong.getCommandLine();
        report(verb, List.of(Problem.user("usage", what(wrong), null, mend(wrong))));
        return ExitCode.USAGE;
    }

    private static String what(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && wrong.getCommandLine().getParent() == null) {
            return "there is no verb '" + unmatched.getUnmatched().get(0) + "'.";
        }
        String message = wrong.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }

    private static String mend(ParameterException wrong) {
        return suggestion(wrong).map(right -> "Did you mean " + right + "? ").orElse("") + "See: "
                + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    }

    /** The library always has one, however far off. */
    private static Optional<String> suggestion(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .filter(right ->
                                right.startsWith(unmatched.getUnmatched().get(0).substring(0, 1)))
                        .findFirst()
                : Optional.empty();
    }

    private static String colored(CommandLine verb, String style, String text) {
        return verb.getColorScheme().ansi().string("@|" + style + " " + text + "|@");
    }
}
