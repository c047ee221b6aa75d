package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Parquet files, read by DuckDB as one table. */
final class QuakeTables extends QuakeFiles {

    private static final String TABLE = " FROM read_parquet(?, union_by_name = true)";

    private final String glob;
    private final Columns columns;
    private final Duration doubt;
    private final DuckDb duckDb = DuckDb.open();

    private QuakeTables(Path folder, String name, String glob, Columns columns, Duration doubt, JsonNode expected)
            throws IOException {
        super(folder, Pattern.compile(name), expected);
        this.glob = glob;
        this.columns = columns;
        this.doubt = doubt;
    }

    /** What a sink connector writes: events as they are. */
    static QuakeTables ofSink(Path folder, JsonNode expected) throws IOException {
        Columns columns = new Columns("properties.mag", "properties.sig", "make_timestamp(properties.time * 1000)");
        return new QuakeTables(folder, "[^._].*\\.parquet", "**/*.parquet", columns, Duration.ofSeconds(5), expected);
    }

    /** What the script of sample 05-flink writes: flat rows, in files that a checkpoint finishes. */
    static QuakeTables ofScript(Path folder, JsonNode expected) throws IOException {
        Columns columns = new Columns("magnitude", "significance", "\"time\"");
        return new QuakeTables(folder, "part-.*", "day=*/part-*", columns, Duration.ofMinutes(1), expected);
    }

    @Override
    public Duration doubt() {
        return doubt;
    }

    @Override
    long count(Path file) throws IOException {
        return (Long) duckDb.ask("SELECT count(*)" + TABLE, file.toString()).get(0)[0];
    }

    @Override
    QuakeFacts facts() throws IOException {
        String all = folder().resolve(glob).toString();
        Object[] sums = duckDb.ask(
                        "SELECT count(*), count(DISTINCT id), count(*) FILTER (" + columns.magnitude + " >= " + STRONG
                                + "), CAST(sum(" + columns.significance + ") AS BIGINT)" + TABLE,
                        all)
                .get(0);
        String days = "SELECT strftime(" + columns.time + ", '%Y-%m-%d'), count(*)" + TABLE + " GROUP BY 1";
        Map<String, Long> byDay = new TreeMap<>();
        duckDb.ask(days, all).forEach(day -> byDay.put((String) day[0], (Long) day[1]));
        return new QuakeFacts(
                (Long) sums[0],
                (Long) sums[1],
                byDay,
                (Long) sums[2],
                Map.of(QuakeFacts.SIGNIFICANCE, QuakeFacts.grouped((Long) sums[3])));
    }

    @Override
    public void close() throws IOException {
        duckDb.close();
    }

    /** Expressions of SQL. */
    private record Columns(String magnitude, String significance, String time) {}
}
