package io.millrace.dist.faults;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.settings.Setting;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sink with the mistake that all of this is about: it calls records durable that it only has in memory. */
public final class TooEarlyPlugin implements Plugin, SinkType<TooEarlyPlugin.Settings> {

    /** @param storeUrl as of the file sink */
    public record Settings(
            @Setting(name = "store.url", value = "The folder to write to.")
            String storeUrl) {}

    @Override
    public String name() {
        return "too-early";
    }

    @Override
    public List<ConnectorType<?>> connectors() {
        return List.of(this);
    }

    @Override
    public List<String> classNames() {
        return List.of("TooEarlySink");
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public RecordHandler open(Settings settings, ConnectorContext context) {
        return new Handler(Path.of(URI.create(settings.storeUrl())).resolve("topics"));
    }

    private static final class Handler implements RecordHandler {
        private static final int FLUSH_RECORDS = 2_000;
        private static final String FIELD = "\"g\":";

        private final Path folder;
        private final Map<Partition, Map<String, OpenFile>> open = new HashMap<>();

        Handler(Path folder) {
            this.folder = folder;
        }

        private static final class OpenFile extends ByteArrayOutputStream {
            private final long firstOffset;
            private int records;

            OpenFile(long firstOffset) {
                this.firstOffset = firstOffset;
            }
        }

        @Override
        public Future<Answer> deliver(Delivery delivery) {
            for (Batch batch : delivery.batches()) {
                Partition partition = batch.lane().partition();
                if (records(partition) >= FLUSH_RECORDS) {
                    write(partition);
                }
                // However many these are, they stay in memory until others come.
                Map<String, OpenFile> files = open.computeIfAbsent(partition, key -> new HashMap<>());
                for (ConsumedRecord record : batch) {
                    String value = new String(record.value(), StandardCharsets.UTF_8);
                    int field = value.indexOf(FIELD) + FIELD.length();
                    OpenFile file =
                            files.computeIfAbsent("g=" + value.charAt(field), name -> new OpenFile(record.offset()));
                    file.writeBytes(record.value());
                    file.write('\n');
                    file.records++;
                }
            }
            return Future.succeededFuture(Answer.DURABLE);
        }

        private int records(Partition partition) {
            return open.getOrDefault(partition, Map.of()).values().stream()
                    .mapToInt(file -> file.records)
                    .sum();
        }

        @Override
        public Future<Void> close(Lane lane, boolean flush) {
            if (flush) {
                write(lane.partition());
            }
            return Future.succeededFuture();
        }

        private void write(Partition partition) {
            open.getOrDefault(partition, Map.of()).forEach((name, file) -> {
                Path target = folder.resolve(partition.topic())
                        .resolve(name)
                        .resolve(String.format(
                                "%s+%d+%010d.json", partition.topic(), partition.number(), file.firstOffset));
                try {
                    Files.createDirectories(target.getParent());
                    Files.write(target, file.toByteArray());
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            open.remove(partition);
        }
    }
}
