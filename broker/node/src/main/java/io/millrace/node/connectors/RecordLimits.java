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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The largest batch that each topic takes ({@code max.message.bytes}), as far as it was asked for.
 *
 * @param bytes by topic
 */
record RecordLimits(Map<String, Long> bytes) {

    /** Of a topic that was not asked for. Source: Kafka's default of {@code message.max.bytes}, 1,048,588, less a margin. */
    private static final long USUAL = 1_000_000;

    /** Most that a batch of one record has beside its bytes, and a record beside those of its headers. */
    private static final int OVERHEAD = 100;

    private static final int HEADER_OVERHEAD = 10;

    /** When nothing was asked for. */
    static final RecordLimits NONE = new RecordLimits(Map.of());

    /** @param topics that are there */
    static Future<RecordLimits> of(Vertx vertx, KafkaAccess access, Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topic))
                .toList();
        KafkaAdminClient admin = KafkaAdminClient.create(vertx, access.client("record-limits"));
        return admin.describeConfigs(resources).eventually(admin::close).map(found -> {
            Map<String, Long> bytes = new HashMap<>();
            found.forEach((topic, config) -> bytes.put(topic.getName(), limitIn(config)));
            return new RecordLimits(Map.copyOf(bytes));
        });
    }

    private static long limitIn(Config config) {
        return config.getEntries().stream()
                .filter(entry -> entry.getName().equals("max.message.bytes"))
                .map(ConfigEntry::getValue)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(USUAL);
    }

    /** True when the topic surely takes the record, even uncompressed. */
    boolean allow(ProducerRecord<byte[], byte[]> record) {
        long size = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += HEADER_OVERHEAD + 3L * header.key().length() + length(header.value());
        }
        return size <= bytes.getOrDefault(record.topic(), USUAL);
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
