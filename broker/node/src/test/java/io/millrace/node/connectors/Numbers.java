package io.millrace.node.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceBatch;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.connector.SourceType;
import io.millrace.api.settings.Setting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A source of the numbers from 0, whose behaviour a test decides. */
final class Numbers implements SourceType<Numbers.Settings> {

    /**
     * Settings.
     *
     * @param topic where they go
     * @param last how many there are
     * @param batch how many in a batch
     */
    record Settings(
            @Setting(value = "Topic.", required = true) String topic,

            @Setting(value = "How many.", defaultValue = "1000")
            int last,

            @Setting(value = "How many in a batch.", defaultValue = "100")
            int batch) {}

    /** Makes the record of a number; null rejects it. */
    volatile IntFunction<ProducedRecord> records;

    /** The source waits once it has given so many; raised by a test. */
    volatile int allowed = Integer.MAX_VALUE;

    /** Thrown by {@code start} or {@code next} while it is not null. */
    volatile RuntimeException startFailure;

    volatile RuntimeException failure;

    final AtomicInteger stopped = new AtomicInteger();

    @Override
    public List<String> classNames() {
        return List.of("Numbers", "org.example.NumbersSourceConnector");
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public List<String> topics(Settings settings) {
        return List.of(settings.topic());
    }

    static ProducedRecord record(String topic, int number) {
        byte[] text = Integer.toString(number).getBytes(UTF_8);
        return new ProducedRecord(topic, null, null, text, text, List.of());
    }

    @Override
    public Source open(Settings settings, ConnectorContext context) {
        return new Counting(settings, context);
    }

    private final class Counting implements Source {
        private final Settings settings;
        private final ConnectorContext context;
        private int next;

        Counting(Settings settings, ConnectorContext context) {
            this.settings = settings;
            this.context = context;
        }

        @Override
        public Future<Void> start(JsonObject position) {
            next = position == null ? 0 : position.getInteger("next");
            return startFailure == null ? Future.succeededFuture() : Future.failedFuture(startFailure);
        }

        @Override
        public Future<SourceBatch> next() {
            if (failure != null) {
                return Future.failedFuture(failure);
            }
            int end = Math.min(Math.min(next + settings.batch(), settings.last()), allowed);
            if (end <= next && next < settings.last()) {
                Promise<SourceBatch> later = Promise.promise();
                context.vertx().setTimer(5, rung -> next().onComplete(later));
                return later.future();
            }
            List<ProducedRecord> given = new ArrayList<>();
            List<Rejected> rejected = new ArrayList<>();
            for (; next < end; next++) {
                ProducedRecord made = records == null ? record(settings.topic(), next) : records.apply(next);
                if (made != null) {
                    given.add(made);
                } else {
                    rejected.add(new Rejected(("bad " + next).getBytes(UTF_8), "numbers:" + next, "It is bad."));
                }
            }
            JsonObject position = new JsonObject().put("next", next);
            return Future.succeededFuture(new SourceBatch(given, rejected, position, next == settings.last()));
        }

        @Override
        public JsonObject progress() {
            return new JsonObject().put("read", next);
        }

        @Override
        public Future<Void> stop() {
            stopped.incrementAndGet();
            return Future.succeededFuture();
        }
    }
}
