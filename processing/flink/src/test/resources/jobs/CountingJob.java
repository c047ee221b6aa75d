package jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Counts numbers by their remainder: arguments are bootstrap servers, topic, how many, how many a second, and what goes wrong. */
public class CountingJob {

    static final int KEYS = 7;

    public static void main(String[] args) throws Exception {
        String trouble = args[4];
        if (trouble.equals("throw")) {
            throw new IllegalStateException("no such luck");
        }
        if (trouble.equals("exit")) {
            System.exit(3);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        GeneratorFunction<Long, Long> numbers = index -> index;
        env.fromSource(
                        new DataGeneratorSource<>(
                                numbers,
                                Long.parseLong(args[2]),
                                RateLimiterStrategy.perSecond(Double.parseDouble(args[3])),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .keyBy(number -> number % KEYS)
                .map(new Count(trouble))
                .uid("count")
                .sinkTo(KafkaSink.<String>builder()
                        .setBootstrapServers(args[0])
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionalIdPrefix(args[1])
                        .setProperty("transaction.timeout.ms", "600000")
                        .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                                .setTopic(args[1])
                                .setValueSerializationSchema(new SimpleStringSchema())
                                .build())
                        .build())
                .uid("topic");
        env.execute("counting");
    }

    static class Count extends RichMapFunction<Long, String> implements CheckpointListener {

        private final String trouble;
        private transient ValueState<Long> count;
        private transient boolean checkpointed; // since the process began

        Count(String trouble) {
            this.trouble = trouble;
        }

        @Override
        public void open(org.apache.flink.api.common.functions.OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public String map(Long number) throws Exception {
            if (trouble.equals("fail")) {
                throw new IllegalArgumentException("cannot count " + number);
            }
            if (checkpointed && isDue("exit")) {
                System.exit(4);
            }
            if (checkpointed && isDue("memory")) {
                List<byte[]> all = new ArrayList<>();
                while (true) {
                    all.add(new byte[10_000_000]);
                }
            }
            long now = (count.value() == null ? 0 : count.value()) + 1;
            count.update(now);
            return number + " " + number % KEYS + " " + now;
        }

        @Override
        public void notifyCheckpointComplete(long id) {
            checkpointed = true;
        }

        /** Each once, in a folder that the trouble names. */
        private boolean isDue(String what) throws IOException {
            if (!trouble.startsWith("end-in-")) {
                return false;
            }
            Path marker = Path.of(trouble.substring(7), what);
            if (Files.exists(marker)) {
                return false;
            }
            Files.createFile(marker);
            return true;
        }
    }
}
