package io.millrace.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Parquet files, read by DuckDB as one table. */
final class QuakeTables extends QuakeFiles {

    private static final Pattern NAME = Pattern.compile("[^._].*\\.parquet");
    private static final String TABLE = " FROM read_parquet(?, union_by_name = true)";
    private static final String SUMS = "SELECT count(*), count(DISTINCT id), count(*) FILTER (properties.mag >= "
            + STRONG + "), CAST(sum(properties.sig) AS BIGINT)" + TABLE;
    private static final String DAYS =
            "SELECT strftime(make_timestamp(properties.time * 1000), '%Y-%m-%d'), count(*)" + TABLE + " GROUP BY 1";

    private final DuckDb duckDb = DuckDb.open();

    QuakeTables(Path folder) throws IOException {
        super(folder, NAME);
    }

    @Override
    long count(Path file) throws IOException {
        return (Long) duckDb.ask("SELECT count(*)" + TABLE, file.toString()).get(0)[0];
    }

    @Override
    QuakeFacts facts() throws IOException {
        String all = folder().resolve("**/*.parquet").toString();
        Object[] sums = duckDb.ask(SUMS, all).get(0);
        Map<String, Long> byDay = new TreeMap<>();
        duckDb.ask(DAYS, all).forEach(day -> byDay.put((String) day[0], (Long) day[1]));
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
}
