package quakes;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.formats.json.JsonDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;

/**
 * Earthquakes per hour and network, from one topic into another, each hour exactly once.
 *
 * <p>Property groups: {@code Input0} with {@code bootstrap.servers}, {@code topic} and, if wanted, {@code group.id}, {@code
 * disorder.s} and {@code quiet.s}; {@code Output0} with {@code topic} and, if wanted, {@code bootstrap.servers}, {@code
 * late.topic} and {@code transactional.id.prefix}. Anything else in them goes to Kafka's clients.
 */
public final class QuakesPerHour {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final OutputTag<Quake> LATE = new OutputTag<Quake>("late") {};

    private QuakesPerHour() {}

    public static void main(String[] arguments) throws Exception {
        Properties input = group("Input0");
        Properties output = group("Output0");
        output.putIfAbsent("bootstrap.servers", input.getProperty("bootstrap.servers"));
        // What a broker allows that was not told otherwise; Flink asks for an hour.
        output.putIfAbsent("transaction.timeout.ms", "900000");
        String topic = output.getProperty("topic");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();

        // Watermarks are made in the source, partition by partition: behind it, one partition's quakes would make another's late.
        // Idle partitions are waited for. One that is read later than the others looks idle, and would lose what it holds.
        WatermarkStrategy<Quake> eventTime = WatermarkStrategy.<Quake>forBoundedOutOfOrderness(
                        Duration.ofSeconds(seconds(input, "disorder.s", 60)))
                .withTimestampAssigner((quake, recordTime) -> quake.properties.time);
        DataStream<Quake> quakes =
                environment.fromSource(source(input), eventTime, "quakes").uid("quakes");
        SingleOutputStreamOperator<HourCount> counts = quakes.keyBy(quake -> quake.properties.net)
                .window(TumblingEventTimeWindows.of(HOUR))
                .trigger(new AtTheEndOrWhenQuiet(Duration.ofSeconds(seconds(input, "quiet.s", 5))))
                .sideOutputLateData(LATE)
                .aggregate(new Count(), new Label())
                .name("count")
                .uid("count");
        counts.sinkTo(sink(output, "", new JsonRecords<>(topic, count -> count.hour + " " + count.network)))
                .name(topic)
                .uid("counts");
        String lateTopic = output.getProperty("late.topic", topic + "-late");
        counts.getSideOutput(LATE)
                .sinkTo(sink(output, "-late", new JsonRecords<>(lateTopic, quake -> quake.properties.net)))
                .name(lateTopic)
                .uid("late");

        environment.execute("quakes per hour");
    }

    private static Properties group(String name) throws IOException {
        Map<String, Properties> groups = KinesisAnalyticsRuntime.getApplicationProperties();
        if (!groups.containsKey(name)) {
            throw new IllegalArgumentException("there is no property group " + name + ", only " + groups.keySet());
        }
        return groups.get(name);
    }

    private static KafkaSource<Quake> source(Properties input) {
        return KafkaSource.<Quake>builder()
                .setProperties(input)
                .setBootstrapServers(input.getProperty("bootstrap.servers"))
                .setTopics(input.getProperty("topic"))
                .setGroupId(input.getProperty("group.id", "quakes-per-hour"))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new JsonDeserializationSchema<>(Quake.class))
                .build();
    }

    /** @param suffix no two sinks may share a prefix of transactional ids */
    private static <T> KafkaSink<T> sink(Properties output, String suffix, JsonRecords<T> records) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(output)
                .setBootstrapServers(output.getProperty("bootstrap.servers"))
                .setRecordSerializer(records)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(output.getProperty("transactional.id.prefix", "quakes-per-hour") + suffix)
                .build();
    }

    private static long seconds(Properties group, String name, long otherwise) {
        return Long.parseLong(group.getProperty(name, String.valueOf(otherwise)));
    }
}
