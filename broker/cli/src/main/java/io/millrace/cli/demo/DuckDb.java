package io.millrace.cli.demo;

import io.millrace.cli.node.NodeProcess;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;

/** The DuckDB that the distribution has for readers of what sinks wrote. Not on the class path: it is as large as all of that. */
final class DuckDb implements AutoCloseable {

    private final URLClassLoader loader;
    private final Connection connection;

    private DuckDb(URLClassLoader loader, Connection connection) {
        this.loader = loader;
        this.connection = connection;
    }

    /** A database in memory. */
    static DuckDb open() throws IOException {
        List<URL> jars = new ArrayList<>();
        Path folder = NodeProcess.home().resolve("tools/duckdb");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        }
        URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        try {
            Driver driver = ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow();
            Connection connection = driver.connect("jdbc:duckdb:", new Properties());
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET threads = 1");
                settings.execute("SET memory_limit = '256MB'");
            }
            return new DuckDb(loader, connection);
        } catch (SQLException failed) {
            loader.close();
            throw new IOException("DuckDB does not open: " + failed.getMessage(), failed);
        }
    }

    /** The rows of the answer. */
    List<Object[]> ask(String sql, String parameter) throws IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet answer = statement.executeQuery()) {
                List<Object[]> rows = new ArrayList<>();
                while (answer.next()) {
                    Object[] row = new Object[answer.getMetaData().getColumnCount()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = answer.getObject(i + 1);
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException failed) {
            throw new IOException("DuckDB: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() throws IOException {
        try (loader) {
            connection.close();
        } catch (SQLException failed) {
            throw new IOException("DuckDB does not close: " + failed.getMessage(), failed);
        }
    }
}
