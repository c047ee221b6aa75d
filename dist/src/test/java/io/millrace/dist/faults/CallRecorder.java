package io.millrace.dist.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The function of a {@link CallRound}: writes what it is called with to a file that has the number of its process, before and after
 * its work, each with one write. Asked to be late, it makes the mistake that all of this is about: it answers before it works.
 */
public final class CallRecorder {

    /** Variables of its environment: the folder to write to, and by how much it is late. */
    static final String FOLDER = "CALLS";

    static final String LATE_MS = "LATE_MS";

    private static final long WORK_MS = 80;

    private final long lateMs = Long.parseLong(System.getenv(LATE_MS));
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final FileChannel file;

    public CallRecorder() throws IOException {
        file = FileChannel.open(
                Path.of(System.getenv(FOLDER))
                        .resolve(Long.toString(ProcessHandle.current().pid())),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** @param event of an event source mapping */
    public void handle(Map<String, Object> event) throws InterruptedException {
        String records = records(event);
        if (lateMs > 0) {
            var unused = later.schedule(() -> write("done", records), lateMs, TimeUnit.MILLISECONDS);
            return;
        }
        write("called", records);
        Thread.sleep(WORK_MS);
        write("done", records);
    }

    /** {@code partition:offset} of each. */
    private static String records(Map<String, Object> event) {
        return ((Map<?, ?>) event.get("records"))
                .values().stream()
                        .flatMap(batch -> ((List<?>) batch).stream())
                        .map(record -> ((Map<?, ?>) record).get("partition") + ":" + ((Map<?, ?>) record).get("offset"))
                        .collect(Collectors.joining(" "));
    }

    private void write(String what, String records) {
        String line = what + " " + System.currentTimeMillis() + " " + records + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
