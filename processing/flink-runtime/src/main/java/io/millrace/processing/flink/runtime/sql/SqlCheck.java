package io.millrace.processing.flink.runtime.sql;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Looks whether a script can be run, without running anything: a process of its own, with the application's jars on its class path
 * after Flink's. Says each problem in a line of JSON after a mark, and ends with 0 when it could look.
 */
public final class SqlCheck {

    /** Before each problem, for others write lines, too. */
    private static final String MARK = "millrace-problem ";

    private SqlCheck() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (SqlProblem problem : problems(PackedScript.read())) {
            ObjectNode told = new ObjectMapper().createObjectNode();
            told.put("line", problem.place().line());
            told.put("column", problem.place().column());
            told.put("what", problem.what());
            told.put("mend", problem.mend());
            out.println(MARK + told);
        }
        // Threads that a connector has left behind are no reason to stay.
        System.exit(0);
    }

    /** All that is wrong in the order of the script, but for what is only missing because the statement that makes it is wrong. */
    static List<SqlProblem> problems(PackedScript script) {
        List<SqlProblem> problems = new ArrayList<>();
        StringBuilder failed = new StringBuilder();
        SqlSession session = new SqlSession();
        try {
            for (Statement statement : script.statements()) {
                try {
                    session.take(statement);
                } catch (SqlProblem problem) {
                    boolean follows = SqlMessages.missingTable(problem)
                            .filter(table -> failed.toString().contains(table))
                            .isPresent();
                    if (!follows) {
                        problems.add(problem);
                    }
                    failed.append(statement.text().startsWith("INSERT") ? "" : statement.text());
                }
            }
        } catch (SqlProblem unreadable) {
            return List.of(unreadable);
        }
        problems.addAll(session.check(problems.isEmpty()));
        problems.sort(
                Comparator.comparingInt((SqlProblem problem) -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column()));
        return problems;
    }
}
