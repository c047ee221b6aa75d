package io.millrace.bench.encoding;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.bench.peers.DuckDbCopy;
import io.millrace.bench.peers.NaiveParquet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** One run in a process of its own: {@code ours|naive|duckdb FILE WARM-UP MEASURED}, in records. Prints figures. */
public final class EncodeMain {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private EncodeMain() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path file = Path.of(arguments[1]);
        long warmUp = Long.parseLong(arguments[2]);
        long measured = Long.parseLong(arguments[3]);
        if (arguments[0].equals("duckdb")) {
            duckDb(file, warmUp, measured);
        } else {
            encode(arguments[0].equals("naive"), file, warmUp, measured);
        }
    }

    private static void encode(boolean naive, Path file, long warmUp, long measured) throws IOException {
        short[] lengths = lengths(file, warmUp + measured);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            run(naive, in, lengths, 0, (int) warmUp);
            long begin = SYSTEM.getProcessCpuTime();
            long bytes = run(naive, in, lengths, (int) warmUp, (int) (warmUp + measured));
            figures(measured, SYSTEM.getProcessCpuTime() - begin, bytes);
        }
    }

    /** @return bytes of Parquet */
    private static long run(boolean naive, InputStream in, short[] lengths, int from, int to) throws IOException {
        Encoder.Nowhere out = new Encoder.Nowhere();
        Encoder encoder = naive ? new NaiveParquet(out) : new FormatEncoder(out);
        for (int record = from; record < to; record++) {
            byte[] json = new byte[lengths[record]]; // as a consumer makes it of what it fetched
            if (in.readNBytes(json, 0, json.length) < json.length || in.read() != '\n') {
                throw new IOException("the file of records is not what it was");
            }
            encoder.write(json);
        }
        encoder.finish();
        return out.bytes();
    }

    private static short[] lengths(Path file, long records) throws IOException {
        short[] lengths = new short[(int) records];
        int record = 0;
        short length = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 20];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                for (int i = 0; i < count; i++) {
                    if (piece[i] == '\n') {
                        lengths[record++] = length;
                        length = 0;
                    } else {
                        length++;
                    }
                }
            }
        }
        return lengths;
    }

    private static void duckDb(Path file, long warmUp, long measured) throws IOException, SQLException {
        try (DuckDbCopy duckDb = new DuckDbCopy(Encoder.ZSTD_LEVEL)) {
            Path out = file.resolveSibling("duckdb-" + ProcessHandle.current().pid() + ".parquet");
            duckDb.copy(file, out, warmUp);
            long begin = SYSTEM.getProcessCpuTime();
            duckDb.copy(file, out, measured);
            figures(measured, SYSTEM.getProcessCpuTime() - begin, Files.size(out));
            Files.delete(out);
        }
    }

    private static void figures(long records, long cpuNanos, long bytes) {
        System.out.println("recordsPerCpuSecond=" + records * 1e9 / cpuNanos);
        System.out.println("bytesPerRecord=" + (double) bytes / records);
    }
}
