package io.millrace.testkit.node;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A plugin with one sink that remembers what it got and rejects what its setting says. */
final class RecordingSink implements Plugin, SinkType<RecordingSink.Settings> {

    record Settings(
            @Setting("Values that start with this are rejected.")
            String reject,

            @Setting("Never shown.") Secret password) {}

    final Queue<String> values = new ConcurrentLinkedQueue<>();
    final Queue<String> passwords = new ConcurrentLinkedQueue<>();
    volatile boolean mended;

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public List<ConnectorType<?>> connectors() {
        return List.of(this);
    }

    @Override
    public List<String> classNames() {
        return List.of("RecordingSink");
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public RecordHandler open(Settings settings, ConnectorContext context) {
        if (settings.password() != null) {
            passwords.add(settings.password().reveal());
        }
        return new RecordHandler() {
            @Override
            public Future<Answer> deliver(Delivery delivery) {
                List<Answer.Rejection> rejected = new ArrayList<>();
                delivery.batches()
                        .forEach(batch -> batch.forEach(record -> {
                            if (isRejected(settings, record)) {
                                rejected.add(new Answer.Rejection(record, new IllegalArgumentException("not wanted")));
                            } else {
                                values.add(text(record));
                            }
                        }));
                return Future.succeededFuture(Answer.DURABLE.rejecting(rejected));
            }
        };
    }

    private boolean isRejected(Settings settings, ConsumedRecord record) {
        return settings.reject() != null && !mended && text(record).startsWith(settings.reject());
    }

    private static String text(ConsumedRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
