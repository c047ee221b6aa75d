package io.millrace.processing.flink.runtime.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainFormat;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.SinkModifyOperation;
import org.apache.flink.table.operations.command.AddJarOperation;
import org.apache.flink.table.operations.command.SetOperation;
import org.apache.flink.table.operations.ddl.CreateTableOperation;

/** Carries out the statements of one script, keeping its inserts for the end, when they become one job. On one thread. */
final class SqlSession {

    /** Statements that make, change or drop what a job's inserts refer to. By what they become, for Flink has no word for it. */
    private static final Pattern DEFINES = Pattern.compile("(Create|Alter|Drop|Use|Load|Unload)\\w*Operation");

    /** Makes a table and starts a job in one. */
    private static final Pattern STARTS_A_JOB = Pattern.compile("(?i)\\w*(TableAs|MaterializedTable)Operation");

    /** Source: the messages of Flink's table factories. */
    private static final Pattern NAMED_TABLE = Pattern.compile("(?:source|sink)[^']*table '([^']+)'");

    private final TableEnvironmentInternal environment;
    private final Map<String, Statement> tables = new HashMap<>();
    private final List<Statement> inserts = new ArrayList<>();
    private final List<ModifyOperation> modifications = new ArrayList<>();

    SqlSession() {
        environment = (TableEnvironmentInternal) TableEnvironment.create(
                EnvironmentSettings.newInstance().inStreamingMode().build());
    }

    /** Carries a statement out, or keeps it when it is an insert. */
    void take(Statement statement) throws SqlProblem {
        try {
            for (Operation operation : environment.getParser().parse(statement.text())) {
                take(statement, operation);
            }
        } catch (SqlProblem problem) {
            throw problem;
        } catch (Exception | LinkageError failure) { // Flink's planner throws what it does not declare
            throw SqlMessages.explain(failure, statement, statement.place());
        }
    }

    private void take(Statement statement, Operation operation) throws SqlProblem {
        String type = operation.getClass().getSimpleName();
        if (operation instanceof SinkModifyOperation insert) {
            inserts.add(statement);
            modifications.add(insert);
        } else if (operation instanceof SetOperation set && set.getKey().isPresent()) {
            set(statement, set.getKey().get(), set.getValue().orElse(""));
        } else if (STARTS_A_JOB.matcher(type).matches()) {
            throw new SqlProblem(
                    statement.place(),
                    "This makes a table and starts a job of its own.",
                    "Write CREATE TABLE, and INSERT INTO for what goes into it.");
        } else if (DEFINES.matcher(type).matches()) {
            if (operation instanceof CreateTableOperation table) {
                tables.put(table.getTableIdentifier().asSummaryString(), statement);
            }
            environment.executeInternal(operation);
        } else if (operation instanceof AddJarOperation) {
            throw new SqlProblem(statement.place(), "A script brings no jars.", "Name the jar in udfUris.");
        } else {
            throw new SqlProblem(
                    statement.place(),
                    "This is no statement of a job: a job sets options, makes tables, views and functions, and inserts.",
                    "Remove it.");
        }
    }

    private void set(Statement statement, String key, String value) throws SqlProblem {
        if (key.equals("execution.runtime-mode") && !value.equalsIgnoreCase("streaming")) {
            throw new SqlProblem(
                    statement.place(),
                    "A script runs as a stream.",
                    "Remove it: where all sources have an end, so has the stream.");
        }
        environment.getConfig().set(key, value);
    }

    /**
     * Makes the job of the inserts as far as that goes without starting it, insert by insert.
     *
     * @param isWhole false when statements were left out: then there may be no insert
     */
    List<SqlProblem> check(boolean isWhole) {
        List<SqlProblem> problems = new ArrayList<>();
        for (int i = 0; i < inserts.size(); i++) {
            try {
                environment.explainInternal(List.of((Operation) modifications.get(i)), ExplainFormat.TEXT);
            } catch (Exception | LinkageError failure) {
                Statement insert = inserts.get(i);
                problems.add(SqlMessages.explain(
                        failure, insert, table(failure).orElse(insert).place()));
            }
        }
        if (inserts.isEmpty() && isWhole) {
            problems.add(new SqlProblem(
                    new Place(1, 1), "The script inserts nothing anywhere.", "Add an INSERT INTO: it makes the job."));
        }
        return problems;
    }

    /** Starts the job of all inserts. */
    void run() {
        environment.executeInternal(modifications);
    }

    /** The statement that made the table whose options a failure is about. */
    private Optional<Statement> table(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Matcher named = NAMED_TABLE.matcher(each.getMessage() == null ? "" : each.getMessage());
            if (named.find()) {
                return Optional.ofNullable(tables.get(named.group(1)));
            }
        }
        return Optional.empty();
    }
}
