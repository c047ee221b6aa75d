package io.millrace.processing.flink.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlScriptTest {

    private static final Map<String, String> NODE =
            Map.of("bootstrapServers", "127.0.0.1:19092,127.0.0.1:29092", "s3.endpoint", "http://127.0.0.1:9000");

    @Test
    void cutsAtSemicolonsThatAreNoPartOfAnything() throws SqlProblem {
        List<Statement> statements = SqlScript.statements("""
                -- a remark; with a semicolon
                CREATE TABLE `odd;name` (a STRING) WITH ('x' = 'it''s; here'); /* and; another */
                INSERT INTO b /* ; */ SELECT 'c' -- ; d
                FROM e
                """, Map.of());
        assertThat(statements)
                .extracting(Statement::text)
                .containsExactly(
                        "CREATE TABLE `odd;name` (a STRING) WITH ('x' = 'it''s; here')",
                        "INSERT INTO b /* ; */ SELECT 'c' -- ; d\nFROM e");
        assertThat(statements).extracting(Statement::place).containsExactly(new Place(2, 1), new Place(3, 1));
    }

    @Test
    void takesInsertsOutOfSetsOfStatements() throws SqlProblem {
        assertThat(texts("EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;"))
                .containsExactly("INSERT INTO a SELECT 1", "INSERT INTO b SELECT 2");
        assertThat(texts("begin statement set;\nINSERT INTO a SELECT 1;\nEND ;"))
                .containsExactly("INSERT INTO a SELECT 1");
        assertThat(texts("EXECUTE INSERT INTO a SELECT 1")).containsExactly("INSERT INTO a SELECT 1");
        assertThat(texts("INSERT INTO ends SELECT 1;\nENDLESS"))
                .containsExactly("INSERT INTO ends SELECT 1", "ENDLESS");
    }

    @Test
    void findsPlacesBehindVariables() throws SqlProblem {
        Statement statement = SqlScript.statements(
                        "SET 'a' = 'b';\n  WITH ('k' = '${millrace:bootstrapServers}') FORM\nx", NODE)
                .get(1);
        assertThat(statement.text()).startsWith("WITH ('k' = '127.0.0.1:19092,127.0.0.1:29092') FORM");
        int column = statement.text().indexOf("FORM") + 1;
        assertThat(statement.place(1, column))
                .isEqualTo(new Place(2, 3 + "WITH ('k' = '${millrace:bootstrapServers}') ".length()));
        assertThat(statement.place(2, 1)).isEqualTo(new Place(3, 1));
    }

    @Test
    void keepsWhatOnlyLooksLikeAVariable() throws SqlProblem {
        assertThat(SqlScript.statements("SELECT '$${millrace:x} ${other}'", NODE)
                        .get(0)
                        .text())
                .isEqualTo("SELECT '${millrace:x} ${other}'");
    }

    @Test
    void refusesVariablesThatAreNotThere() {
        assertThatThrownBy(() -> SqlScript.statements("SET\n 'a' = '${millrace:bootstrap}'", NODE))
                .isInstanceOfSatisfying(SqlProblem.class, problem -> {
                    assertThat(problem.place()).isEqualTo(new Place(2, 9));
                    assertThat(problem.mend()).startsWith("Use one of bootstrapServers, s3.endpoint");
                });
    }

    @Test
    void refusesWhatHasNoEnd() {
        assertThatThrownBy(() -> SqlScript.statements("SELECT 1;\nSELECT 'a", NODE))
                .isInstanceOf(SqlProblem.class)
                .hasMessage("line 2, column 8: The text that begins here has no end.");
        assertThatThrownBy(() -> SqlScript.statements("/* SELECT 1", NODE))
                .hasMessage("line 1, column 1: The comment that begins here has no end.");
    }

    private static List<String> texts(String script) throws SqlProblem {
        return SqlScript.statements(script, Map.of()).stream()
                .map(Statement::text)
                .toList();
    }
}
