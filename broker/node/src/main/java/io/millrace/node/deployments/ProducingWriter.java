package io.millrace.node.deployments;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes for one deployment; the producer is made on first need. Any thread. */
final class ProducingWriter implements RecordWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ProducingWriter.class);

    private final Vertx vertx;
    private final KafkaAccess access;
    private final String client;
    private KafkaProducer<byte[], byte[]> producer;

    /** @param client Kafka's client id */
    ProducingWriter(Vertx vertx, KafkaAccess access, String client) {
        this.vertx = vertx;
        this.access = access;
        this.client = client;
    }

    @Override
    public Future<Void> write(List<ProducedRecord> records) {
        if (records.isEmpty()) {
            return Future.succeededFuture();
        }
        KafkaProducer<byte[], byte[]> open = open();
        return Future.join(
                        records.stream().map(record -> open.send(kafka(record))).toList())
                .mapEmpty();
    }

    private synchronized KafkaProducer<byte[], byte[]> open() {
        if (producer == null) {
            Map<String, String> properties = access.client(client + "-writer");
            properties.put("acks", "all");
            properties.put("enable.idempotence", "true");
            properties.put("max.request.size", Integer.toString(32 << 20));
            // A topic that is a moment old may refuse a first batch and take the second, which is then out of order for
            // ever.
            properties.put("max.in.flight.requests.per.connection", "1");
            producer = KafkaProducer.create(vertx, properties, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private static KafkaProducerRecord<byte[], byte[]> kafka(ProducedRecord record) {
        KafkaProducerRecord<byte[], byte[]> made = KafkaProducerRecord.create(
                record.topic(), record.key(), record.value(), record.timestampMs(), record.partition());
        record.headers()
                .forEach(header ->
                        made.addHeader(header.name(), header.value() == null ? null : Buffer.buffer(header.value())));
        return made;
    }

    /** Writes no more; what is on its way is still sent. */
    synchronized void close() {
        if (producer != null) {
            producer.close()
                    .onFailure(failure -> LOG.atWarn()
                            .addKeyValue("error", failure.toString())
                            .log("a producer did not close in order"));
            producer = null;
        }
    }
}
