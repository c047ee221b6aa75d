package io.millrace.node.connectors;

import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.Config;
import io.vertx.kafka.admin.ConfigEntry;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.client.common.ConfigResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;

/**
 * What topics take and how long they keep it, as far as they were asked for.
 *
 * @param topics by name
 */
record TopicLimits(Map<String, Limit> topics) {

    /** For ever. */
    static final long EVER = -1;

    /** Of a topic that was not asked for. Source: Kafka's default of {@code message.max.bytes}, 1,048,588, less a margin. */
    private static final Limit USUAL = new Limit(1_000_000, EVER);

    /** Most that a batch of one record has beside its bytes, and a record beside those of its headers. */
    private static final int OVERHEAD = 100;

    private static final int HEADER_OVERHEAD = 10;

    /** When nothing was asked for. */
    static final TopicLimits NONE = new TopicLimits(Map.of());

    /**
     * Of one topic.
     *
     * @param bytes largest batch ({@code max.message.bytes})
     * @param keptMs age by its own timestamp from which a record may be removed ({@code retention.ms}); {@link #EVER} when none is
     *     removed for the time that its producer gave it
     */
    record Limit(long bytes, long keptMs) {}

    /** @param topics that are there */
    static Future<TopicLimits> of(Vertx vertx, KafkaAccess access, Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topic))
                .toList();
        KafkaAdminClient admin = KafkaAdminClient.create(vertx, access.client("topic-limits"));
        return admin.describeConfigs(resources).eventually(admin::close).map(found -> {
            Map<String, Limit> limits = new HashMap<>();
            found.forEach((topic, config) -> limits.put(topic.getName(), limitIn(config)));
            return new TopicLimits(Map.copyOf(limits));
        });
    }

    private static Limit limitIn(Config config) {
        Map<String, String> values = config.getEntries().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(ConfigEntry::getName, ConfigEntry::getValue));
        String bytes = values.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return new Limit(bytes == null ? USUAL.bytes() : Long.parseLong(bytes), keptMs(values));
    }

    private static long keptMs(Map<String, String> values) {
        boolean byAge =
                values.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("delete")
                        && "CreateTime".equals(values.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
        return byAge ? Long.parseLong(values.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1")) : EVER;
    }

    /** True when the topic surely takes the record, even uncompressed. */
    boolean allow(ProducerRecord<byte[], byte[]> record) {
        long size = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += HEADER_OVERHEAD + 3L * header.key().length() + length(header.value());
        }
        return size <= of(record.topic()).bytes();
    }

    Limit of(String topic) {
        return topics.getOrDefault(topic, USUAL);
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
