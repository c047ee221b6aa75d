package io.millrace.cli;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Lines that a node sends for as long as it likes, printed as they come. */
public final class StreamedLines {

    /** Of a stream that is never dry. */
    private static final int LINES_A_FLUSH = 1000;

    /** What is printed of a line. */
    @FunctionalInterface
    public interface Form {

        /** @throws IOException when the line is not what a node sends */
        String of(String line) throws IOException;
    }

    private StreamedLines() {}

    /**
     * Blocks until the lines end, nobody reads what is printed, or the process is asked to end.
     *
     * @param answer closed in the end
     * @throws ProblemException when the node ends in the middle
     */
    public static void print(InputStream answer, PrintWriter out, Form form) {
        Interruption interruption = new Interruption(answer);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
            print(lines, out, form);
        } catch (IOException broken) {
            if (!interruption.came()) {
                throw new ProblemException(
                        Problem.resource(
                                "stream-broken",
                                "the node ended the stream before its end.",
                                null,
                                "Look at the node's log."),
                        broken);
            }
        } finally {
            interruption.done();
        }
    }

    private static void print(BufferedReader lines, PrintWriter out, Form form) throws IOException {
        long printed = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(form.of(line));
            boolean flush = ++printed % LINES_A_FLUSH == 0 || !lines.ready();
            if (flush && out.checkError()) {
                return;
            }
        }
        out.flush();
    }
}
