package io.millrace.sinks.s3;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.sinks.writer.SinkWriter;
import java.util.List;
import java.util.Map;

/** {@code connector.class: AivenS3Sink}: the S3 sink for those who have their settings for Aiven's. */
final class AivenSink implements SinkType<AivenSettings> {

    private final NodeStore store;

    AivenSink(NodeStore store) {
        this.store = store;
    }

    @Override
    public List<String> classNames() {
        return List.of(
                "AivenS3Sink",
                "AivenKafkaConnectS3SinkConnector",
                "io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector");
    }

    @Override
    public Class<AivenSettings> settings() {
        return AivenSettings.class;
    }

    @Override
    public List<Problem> validate(AivenSettings settings) {
        return store.check(settings.store());
    }

    @Override
    public Map<String, String> warnings(AivenSettings settings) {
        return store.withoutEffect(settings.ofOtherStores(), settings.store());
    }

    @Override
    public RecordHandler open(AivenSettings settings, ConnectorContext context) {
        return SinkWriter.open(store.storage(settings.store(), context), settings::plan, context);
    }

    @Override
    public boolean exactlyOnce() {
        return true;
    }

    @Override
    public String rewindEffect(AivenSettings settings) {
        return S3Sink.REWIND_EFFECT;
    }

    @Override
    public void forget(AivenSettings settings, ConnectorContext context) {
        SinkWriter.forget(store.storage(settings.store(), context), context.uid());
    }
}
