package io.millrace.cli;

import io.millrace.cli.deployments.ShortForm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Entry of the command line. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    /** Runs one verb; answers the exit code: 0 done, 1 failed, 2 wrong usage or an invalid definition. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Errors errors = new Errors();
        CommandLine millrace = new CommandLine(new Millrace())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true);
        millrace.getCommandSpec().mixinStandardHelpOptions(true);
        millrace.getSubcommands().values().forEach(Main::addHelp);
        int exitCode = millrace.execute(ShortForm.expand(millrace, arguments));
        out.flush();
        err.flush();
        return exitCode;
    }

    private static void addHelp(CommandLine verb) {
        if (verb.getCommandSpec().findOption("--help") == null) {
            verb.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
    }

    /** Files and pipes of Kafka's world are UTF-8, whatever the machine's locale. */
    private static PrintWriter writer(FileDescriptor file) {
        return new PrintWriter(new FileOutputStream(file), false, StandardCharsets.UTF_8);
    }
}
