package quakes;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.formats.json.JsonSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records whose value is JSON. They have the time at which they are written: with that of the earthquakes, Kafka would remove them
 * as too old.
 */
final class JsonRecords<T> implements KafkaRecordSerializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final SerializableFunction<T, String> key;
    private final JsonSerializationSchema<T> json = new JsonSerializationSchema<>();

    JsonRecords(String topic, SerializableFunction<T, String> key) {
        this.topic = topic;
        this.key = key;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sink) {
        json.open(context);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T element, KafkaSinkContext sink, Long eventTime) {
        return new ProducerRecord<>(topic, key.apply(element).getBytes(StandardCharsets.UTF_8), json.serialize(element));
    }
}
