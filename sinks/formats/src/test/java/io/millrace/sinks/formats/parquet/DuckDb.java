package io.millrace.sinks.formats.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks DuckDB about files. */
final class DuckDb implements AutoCloseable {

    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");

    DuckDb() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
    }

    /** The one row that a query answers. */
    String one(String query, String table) throws SQLException {
        return rows(query, table).get(0);
    }

    /**
     * Rows, the values of each joined by a blank.
     *
     * @param query with a question mark for the table
     */
    List<String> rows(String query, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.replace("?", table))) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(result.getString(column));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    /** A file as a table. */
    static String table(Path file) {
        return "read_parquet('" + file + "')";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
