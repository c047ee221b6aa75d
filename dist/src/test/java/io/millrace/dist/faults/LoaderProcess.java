package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Loader}, seen from the test. It ends with this JVM, since its standard input does. */
final class LoaderProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path log;
    private final Process process;
    private volatile long acknowledged;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    /**
     * @param recordsPerSecond at most; what was not sent while the broker was away is not made up for
     * @param log need not be there yet
     */
    LoaderProcess(RealNode node, int recordsPerSecond, Path log) throws IOException {
        this.log = log;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loader.class.getName(),
                        node.bootstrapServers(),
                        node.clusterId(),
                        Pipeline.TOPIC,
                        Integer.toString(Pipeline.PARTITIONS),
                        Integer.toString(recordsPerSecond),
                        log.toString())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(this::read, "loader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("acknowledged ")) {
                    acknowledged = Long.parseLong(line.substring("acknowledged ".length()));
                } else {
                    said.add(line);
                }
            }
        } catch (IOException ended) {
            said.add(ended.toString());
        }
    }

    /** Records acknowledged so far, to within a few hundred. */
    long acknowledged() {
        return acknowledged;
    }

    void awaitAcknowledged(long records) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> acknowledged >= records || !process.isAlive());
        assertThat(process.isAlive()).as(() -> "the loader runs: " + said).isTrue();
    }

    /** @param records to be acknowledged from now on */
    void awaitMore(long records) {
        awaitAcknowledged(acknowledged + records);
    }

    /** Sends no more, and waits until all that was sent is acknowledged. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the loader ends")
                .isTrue();
        assertThat(process.exitValue()).as(() -> "the loader: " + said).isZero();
    }

    /** All that was acknowledged; after the end. */
    Ledger ledger() throws IOException {
        return Ledger.of(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
