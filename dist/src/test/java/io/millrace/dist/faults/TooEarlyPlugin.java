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
        private static final int FLUSH_BYTES = 100_000;

        private final Path folder;
        private final Map<Partition, OpenFile> open = new HashMap<>();

        Handler(Path folder) {
            this.folder = folder;
        }

        private static final class OpenFile extends ByteArrayOutputStream {
            private final long firstOffset;

            OpenFile(long firstOffset) {
                this.firstOffset = firstOffset;
            }
        }

        @Override
        public Future<Answer> deliver(Delivery delivery) {
            for (Batch batch : delivery.batches()) {
                for (ConsumedRecord record : batch) {
                    OpenFile file =
                            open.computeIfAbsent(batch.lane().partition(), partition -> new OpenFile(record.offset()));
                    file.writeBytes(record.value());
                    file.write('\n');
                }
                if (open.containsKey(batch.lane().partition())
                        && open.get(batch.lane().partition()).size() > FLUSH_BYTES) {
                    write(batch.lane().partition());
                }
            }
            return Future.succeededFuture(Answer.DURABLE);
        }

        @Override
        public Future<Void> close(Lane lane, boolean flush) {
            if (flush) {
                write(lane.partition());
            }
            return Future.succeededFuture();
        }

        private void write(Partition partition) {
            OpenFile file = open.remove(partition);
            if (file == null) {
                return;
            }
            Path target = folder.resolve(partition.topic())
                    .resolve(
                            String.format("%s+%d+%010d.json", partition.topic(), partition.number(), file.firstOffset));
            try {
                Files.createDirectories(target.getParent());
                Files.write(target, file.toByteArray());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
