package io.millrace.dist.faults;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The Flink application of a {@link JobRound}: copies what a {@link Loader} wrote, each record with its count among those of its
 * partition, which is state. Nothing of it runs in the tests' process.
 */
public final class CopyJob {

    private CopyJob() {}

    /** @param arguments bootstrap servers, topic to read, its group, topic to write, a {@link DeliveryGuarantee} */
    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        KafkaSource<String> source = KafkaSource.<String>builder()
                .setBootstrapServers(arguments[0])
                .setTopics(arguments[1])
                .setGroupId(arguments[2])
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .build();
        SerializationSchema<String> key =
                copy -> copy.substring(0, copy.indexOf(' ')).getBytes(StandardCharsets.US_ASCII);
        KafkaSink<String> sink = KafkaSink.<String>builder()
                .setBootstrapServers(arguments[0])
                .setDeliveryGuarantee(DeliveryGuarantee.valueOf(arguments[4]))
                .setTransactionalIdPrefix(arguments[3])
                .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic(arguments[3])
                        .setKeySerializationSchema(key) // copies of one partition stay in their order
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "events")
                .keyBy(event -> number(event, "\"p\":"))
                .map(new Counting())
                .sinkTo(sink);
        environment.execute("copy");
    }

    private static int number(String event, String field) {
        int begin = event.indexOf(field) + field.length();
        int end = begin;
        while (Character.isDigit(event.charAt(end))) {
            end++;
        }
        return Integer.parseInt(event.substring(begin, end));
    }

    /** {@code partition sequence count}. */
    static final class Counting extends RichMapFunction<String, String> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Integer> counted;

        @Override
        public void open(OpenContext context) {
            counted = getRuntimeContext().getState(new ValueStateDescriptor<>("counted", Integer.class));
        }

        @Override
        public String map(String event) throws Exception {
            int before = counted.value() == null ? 0 : counted.value();
            counted.update(before + 1);
            return number(event, "\"p\":") + " " + number(event, "\"n\":") + " " + (before + 1);
        }
    }
}
