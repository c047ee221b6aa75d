package io.millrace.processing.flink.runtime.sql;

/** The main class of an application that is a script: carries it out and starts the job of its inserts. */
public final class SqlRunner {

    private SqlRunner() {}

    /** @throws SqlProblem naming the place in the script */
    public static void main(String[] arguments) throws Exception {
        SqlSession session = new SqlSession();
        for (Statement statement : PackedScript.read().statements()) {
            session.take(statement);
        }
        session.run();
    }
}
