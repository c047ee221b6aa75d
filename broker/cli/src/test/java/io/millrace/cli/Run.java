package io.millrace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What one run of the command line left: its exit code and what it printed. */
public record Run(int exitCode, String out, String err) {

    /** Runs {@code millrace ARGUMENT…}. */
    public static Run millrace(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** Runs it against a node. */
    public static Run millrace(FakeNode node, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--server";
        all[arguments.length + 1] = node.url();
        return millrace(all);
    }
}
