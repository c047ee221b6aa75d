package io.millrace.bench.peers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB with one thread: {@code COPY (SELECT * FROM read_json(…)) TO … (FORMAT parquet)}. */
public final class DuckDbCopy implements AutoCloseable {

    private final Connection connection;
    private final int level;

    public DuckDbCopy(int level) throws SQLException {
        this.level = level;
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET preserve_insertion_order = true");
        }
    }

    /** Copies so many records. */
    public void copy(Path json, Path parquet, long records) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_json('" + json + "', format = 'newline_delimited') LIMIT "
                    + records + ") TO '" + parquet + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL " + level
                    + ")");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
