package io.millrace.cli.definitions;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.nio.file.Path;
import java.util.List;

/**
 * What is sent to the node in one piece, to be stored whole or not at all.
 *
 * @param file name of the file, for messages
 * @param folder files named by the definitions are looked for here
 * @param source text of the documents
 * @param parts the files the text was put together from, in order
 */
record Submission(String file, Path folder, String source, List<Part> parts) {

    /**
     * A file within the source.
     *
     * @param line the first of its lines in the source, from 1
     */
    record Part(String file, int line) {}

    /** The problem at the line of the file it came from. */
    Problem located(Problem problem) {
        Where where = problem.where();
        if (where.line() == 0) {
            return problem;
        }
        Part part = parts.get(0);
        for (Part candidate : parts) {
            part = candidate.line() <= where.line() ? candidate : part;
        }
        return problem.at(new Where(part.file(), where.line() - part.line() + 1, where.column(), where.path()));
    }
}
