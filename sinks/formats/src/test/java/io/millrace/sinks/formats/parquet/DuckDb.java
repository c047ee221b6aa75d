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

    /** The one value that a query answers, as text. */
    String one(String query, Object... arguments) throws SQLException {
        return rows(query, arguments).get(0);
    }

    /** Rows, their values joined by a blank. */
    List<String> rows(String query, Object... arguments) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.formatted(arguments))) {
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
