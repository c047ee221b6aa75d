package io.millrace.processing.flink.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlCheckIT {

    private static final String TABLES = """
            CREATE TABLE numbers (n BIGINT, word STRING, at_time AS PROCTIME()) WITH ('connector' = 'datagen');
            CREATE TABLE `nowhere` (n BIGINT, word STRING) WITH ('connector' = '${millrace:sink}');
            """;

    @Test
    void hasNothingToSayOfAScriptThatRuns() {
        assertThat(problems("""
                        SET 'table.exec.state.ttl' = '1 h';
                        SET 'parallelism.default' = '2';
                        CREATE TEMPORARY SYSTEM FUNCTION shout AS 'io.millrace.processing.flink.runtime.sql.SqlCheckIT$Shout';
                        %s
                        CREATE VIEW evens AS SELECT n, shout(word) AS word FROM numbers WHERE MOD(n, 2) = 0;
                        EXECUTE STATEMENT SET BEGIN
                          INSERT INTO nowhere SELECT n, word FROM evens;
                          INSERT INTO nowhere SELECT COUNT(*), word FROM numbers
                            GROUP BY word, TUMBLE(at_time, INTERVAL '1' MINUTE);
                        END;
                        """.formatted(TABLES))).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongAndWhere() {
        List<SqlProblem> problems = problems(TABLES + """
                INSERT INTO nowhere SELECT n, word FROM numbers
                  WERE n > 1;
                INSERT INTO nowhere
                  SELECT n, wort FROM numbers;
                INSERT INTO nowhere SELECT n, word FROM number;
                SELECT 1;
                CREATE TABLE copy WITH ('connector' = 'blackhole') AS SELECT n FROM numbers;
                CREATE FUNCTION f AS 'com.example.Missing';
                INSERT INTO nowhere SELECT f(n), word FROM numbers;
                """);
        assertThat(problems)
                .extracting(SqlProblem::place)
                .containsExactly(
                        new Place(4, 8),
                        new Place(6, 13),
                        new Place(7, 41),
                        new Place(8, 1),
                        new Place(9, 1),
                        new Place(11, 1));
        assertThat(problems.get(0).what()).isEqualTo("Encountered \"n\", which is no SQL here.");
        assertThat(problems.get(1).what()).startsWith("Column 'wort' not found in any table");
        assertThat(problems.get(2).what()).startsWith("Object 'number' not found");
        assertThat(problems.get(4).mend()).contains("CREATE TABLE, and INSERT INTO");
        assertThat(problems.get(5).what()).contains("com.example.Missing");
    }

    @Test
    void putsWhatIsWrongWithATablesOptionsAtTheTable() {
        List<SqlProblem> problems = problems("""
                CREATE TABLE a (n BIGINT) WITH ('connector' = 'datagen');

                CREATE TABLE b (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'json');
                INSERT INTO b SELECT n FROM a;
                """);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).place()).isEqualTo(new Place(3, 1));
        assertThat(problems.get(0).what()).contains("path");
    }

    @Test
    void saysOnceWhatOthersOnlyFollowFrom() {
        assertThat(problems("CREATE TABEL a (n BIGINT);\nINSERT INTO a SELECT 1;\nINSERT INTO a SELECT 2;"))
                .extracting(SqlProblem::place)
                .containsExactly(new Place(1, 8));
    }

    @Test
    void refusesAScriptThatInsertsNothing() {
        assertThat(problems(TABLES))
                .extracting(SqlProblem::what)
                .containsExactly("The script inserts nothing anywhere.");
    }

    private static List<SqlProblem> problems(String script) {
        return SqlCheck.problems(new PackedScript(script, Map.of("sink", "blackhole")));
    }

    /** A function of a user. */
    public static final class Shout extends org.apache.flink.table.functions.ScalarFunction {

        private static final long serialVersionUID = 1L;

        /** Called by Flink. */
        public String eval(String word) {
            return word + "!";
        }
    }
}
