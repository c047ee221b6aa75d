package io.millrace.bench.functions;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;

/** What is invoked, in Java; {@code handlers.mjs} and {@code handlers.py} have the same. Loaded by the processes of a function. */
public final class Handlers {

    private OutputStream file; // null until the clock is first asked

    /** Gets the event as a handler does that is written for Kafka, and looks at none of it. */
    public void nothing(KafkaEvent event) {}

    /**
     * Writes down how late each record is: its index and nanoseconds since it was due, a line in this process's file of the folder
     * {@code LATENCIES}. A record says both, its due time in terms of the machine's monotonic clock, which all three languages read.
     */
    public void clock(KafkaEvent event) throws IOException {
        long now = System.nanoTime();
        if (file == null) {
            Path path = Path.of(
                    System.getenv("LATENCIES"),
                    Long.toString(ProcessHandle.current().pid()));
            file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        for (List<KafkaEventRecord> records : event.getRecords().values()) {
            for (KafkaEventRecord record : records) {
                byte[] value = Base64.getDecoder().decode(record.getValue());
                String[] said = new String(value, StandardCharsets.US_ASCII).split(" ", 3);
                String line = said[0] + " " + (now - Long.parseLong(said[1])) + "\n";
                file.write(line.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
