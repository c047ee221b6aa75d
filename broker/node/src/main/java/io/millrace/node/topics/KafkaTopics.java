package io.millrace.node.topics;

import io.millrace.api.deployment.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Topics through Kafka's admin client. Any thread. */
public final class KafkaTopics implements Topics {

    private static final String INTERNAL_PREFIX = "__";

    /** The controller has a new topic first, the brokers a moment later: how often and how long to wait for that. */
    private static final int VISIBLE_ATTEMPTS = 250;

    private static final long VISIBLE_PAUSE_MS = 20;

    private final KafkaAdmin admin;

    public KafkaTopics(KafkaAdmin admin) {
        this.admin = admin;
    }

    /** True for a topic of Kafka or of this platform, which users do not see. */
    public static boolean isInternal(String topic) {
        return topic.startsWith(INTERNAL_PREFIX);
    }

    @Override
    public Future<Set<String>> names() {
        return admin.ask(client -> client.listTopics().names())
                .map(names -> names.stream().filter(name -> !isInternal(name)).collect(Collectors.toSet()));
    }

    @Override
    public Future<Optional<Description>> describe(String topic) {
        return layout(topic)
                .compose(layout -> config(topic)
                        .map(config -> Optional.of(new Description(
                                layout.topicId().toString(),
                                layout.partitions().size(),
                                layout.partitions().get(0).replicas().size(),
                                config))))
                .recover(KafkaTopics::noneWhenUnknown);
    }

    /** Completes when the topic can be written and read. */
    @Override
    public Future<Void> create(String topic, int partitions, int replicationFactor, Map<String, String> config) {
        return createOrCheck(topic, partitions, replicationFactor, config, false)
                .compose(created -> untilVisible(topic, VISIBLE_ATTEMPTS));
    }

    @Override
    public Future<Void> addPartitions(String topic, int total) {
        return admin.ask(client -> client.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all());
    }

    @Override
    public Future<Void> configure(String topic, Map<String, String> config) {
        return config(topic).compose(current -> configure(topic, current, config, false));
    }

    @Override
    public Future<Void> delete(String topic) {
        return admin.ask(client -> client.deleteTopics(List.of(topic)).all());
    }

    /** Asks the broker whether it would make, or configure, such a topic; changes nothing. */
    Future<Void> check(
            String topic, boolean exists, int partitions, int replicationFactor, Map<String, String> config) {
        return exists
                ? config(topic).compose(current -> configure(topic, current, config, true))
                : createOrCheck(topic, partitions, replicationFactor, config, true);
    }

    private Future<Void> createOrCheck(
            String topic, int partitions, int replicationFactor, Map<String, String> config, boolean checkOnly) {
        Optional<Short> replicas = replicationFactor < 0 ? Optional.empty() : Optional.of((short) replicationFactor);
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), replicas).configs(config);
        return admin.ask(
                client -> client.createTopics(List.of(wanted), new CreateTopicsOptions().validateOnly(checkOnly))
                        .all());
    }

    private Future<Void> configure(
            String topic, Map<String, String> current, Map<String, String> wanted, boolean checkOnly) {
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals(current.get(name))) {
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET));
            }
        });
        current.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> changes.add(new AlterConfigOp(new ConfigEntry(name, null), OpType.DELETE)));
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return admin.ask(client -> client.incrementalAlterConfigs(
                        Map.of(resource(topic), changes), new AlterConfigsOptions().validateOnly(checkOnly))
                .all());
    }

    private Future<Void> untilVisible(String topic, int attempts) {
        return layout(topic).<Void>mapEmpty().recover(failure -> {
            if (attempts == 0 || !isUnknown(failure)) {
                return Future.failedFuture(failure);
            }
            Promise<Void> pause = Promise.promise();
            admin.vertx().setTimer(VISIBLE_PAUSE_MS, timer -> pause.complete());
            return pause.future().compose(waited -> untilVisible(topic, attempts - 1));
        });
    }

    private Future<TopicDescription> layout(String topic) {
        return admin.ask(client ->
                client.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    /** The topic's own overrides, by name. */
    private Future<Map<String, String>> config(String topic) {
        return admin.ask(client -> client.describeConfigs(List.of(resource(topic)))
                        .values()
                        .get(resource(topic)))
                .map(KafkaTopics::overrides);
    }

    private static Map<String, String> overrides(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(
                        ConfigEntry::name, ConfigEntry::value, (first, second) -> second, TreeMap::new));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> Future<Optional<T>> noneWhenUnknown(Throwable failure) {
        return isUnknown(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure);
    }

    /** True when the failure says that a topic is not there. */
    static boolean isUnknown(Throwable failure) {
        return KafkaProblems.told(failure).problems().get(0).code().equals("unknown-topic");
    }
}
