package io.millrace.cli;

import io.millrace.cli.deployments.ShortForm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry of the command line. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    /** Runs one verb; answers the exit code: 0 done, 1 failed, 2 wrong usage or an invalid definition. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine millrace = commandLine().setOut(out).setErr(err);
        int exitCode = millrace.execute(ShortForm.expand(millrace, arguments));
        out.flush();
        err.flush();
        return exitCode;
    }

    static CommandLine commandLine() {
        Errors errors = new Errors();
        CommandLine millrace = new CommandLine(new Millrace())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .registerConverter(Output.Format.class, Output.Format::parse)
                .setExpandAtFiles(false);
        Help.style(millrace);
        return millrace;
    }

    /** Files and pipes of Kafka's world are UTF-8, whatever the machine's locale. */
    private static PrintWriter writer(FileDescriptor file) {
        return new PrintWriter(new FileOutputStream(file), false, StandardCharsets.UTF_8);
    }
}
