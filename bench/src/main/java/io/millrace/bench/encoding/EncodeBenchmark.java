package io.millrace.bench.encoding;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How many JSON records a CPU second turns into Parquet: ours, the naive chain of libraries, and DuckDB. */
public final class EncodeBenchmark implements Benchmark {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final Line RECORDS = Line.ratioAtLeast(2.5);

    @Override
    public Section run(Bench bench) {
        long warmUp = bench.records() / 5;
        long total = bench.records() + warmUp;
        requireSpace(bench, total);
        Path bids = bench.work().resolve("bids.ndjson");
        bench.say("writing %,d bids".formatted(total));
        try {
            Bids.write(bids, total);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Bench.Turns naive = bench.inTurns(
                "naive",
                name -> encode(bench, "ours", name, bids, warmUp),
                name -> encode(bench, "naive", name, bids, warmUp));
        Bench.Turns duckDb = bench.inTurns(
                "duckdb",
                name -> encode(bench, "ours", name, bids, warmUp),
                name -> encode(bench, "duckdb", name, bids, warmUp));
        return new Section(
                "encode",
                "%,d bids like Nexmark's, nested JSON of about 368 bytes in 15 columns, %,d more before them to warm up; into Parquet"
                                .formatted(bench.records(), warmUp)
                        + " with zstd level 3, row groups of 16 MiB and pages of 1 MiB, which goes nowhere. Each run is a JVM of its"
                        + " own (-Xmx256m, serial collector); CPU is the process's, with collector and compiler, from the first"
                        + " measured record to the end of the file. Naive is ObjectMapper, GenericRecord, AvroParquetWriter with the"
                        + " schema given; ours infers it. DuckDB has one thread, its own sizes of row groups and pages, and writes a"
                        + " file.",
                "JSON to Parquet",
                "naive chain, then DuckDB",
                bench.rounds(),
                List.of(
                        measure("records/CPU s, naive", "/s", 0, naive, "recordsPerCpuSecond", RECORDS),
                        measure("bytes a record, naive", "B", 1, naive, "bytesPerRecord", null),
                        measure("records/CPU s, DuckDB", "/s", 0, duckDb, "recordsPerCpuSecond", null),
                        measure("bytes a record, DuckDB", "B", 1, duckDb, "bytesPerRecord", null)));
    }

    private static Measure measure(String name, String unit, int digits, Bench.Turns turns, String figure, Line line) {
        return new Measure(name, unit, digits, turns.ours(figure), turns.peer(figure), line);
    }

    private static Map<String, Double> encode(Bench bench, String side, String name, Path bids, long warmUp) {
        try (ChildProcess process =
                ChildProcess.java(bench.log(name), EncodeMain.class, side, bids, warmUp, bench.records())) {
            return process.figures(LONGEST_RUN);
        }
    }

    private static void requireSpace(Bench bench, long records) {
        long needed = 2 * records * Bids.LINE_BYTES;
        long free = bench.work().toFile().getUsableSpace();
        if (free < needed) {
            throw new ProblemException(Problem.resource(
                    "disk-full",
                    "%,d MB are needed and %,d MB are free.".formatted(needed / 1_000_000, free / 1_000_000),
                    Where.path(bench.work().toString()),
                    "Make room, or measure fewer with --records N."));
        }
    }
}
