package io.millrace.node.topics;

import io.millrace.api.deployment.Binding;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Topics.Description;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kind {@code Topic}: makes a topic, or adopts one of that name, and keeps it as defined. Deleting the deployment deletes
 * the topic with its records.
 */
public final class TopicKind implements Kind<TopicSettings> {

    /** Any name that Kafka takes. Source: {@code org.apache.kafka.common.internals.Topic}. */
    private static final Pattern NAMES = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Source: org.apache.kafka.common.internals.Topic. */
    private static final Pattern LEGAL_NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final KafkaTopics topics;

    public TopicKind(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override
    public String name() {
        return "Topic";
    }

    @Override
    public Pattern names() {
        return NAMES;
    }

    @Override
    public boolean comesFirst() {
        return true;
    }

    @Override
    public Class<TopicSettings> settings() {
        return TopicSettings.class;
    }

    @Override
    public TopicSettings bind(Binding binding) {
        TopicSettings settings = binding.bind(TopicSettings.class);
        if (settings != null) {
            TopicConfigNames.unknown(settings.config())
                    .forEach((name, problem) -> binding.at("config").report(name, problem));
        }
        return settings;
    }

    @Override
    public Future<List<Problem>> validate(DeploymentContext<TopicSettings> context) {
        Optional<Problem> name = nameProblem(context.name());
        if (name.isPresent()) {
            return Future.succeededFuture(List.of(name.get()));
        }
        TopicSettings wanted = context.settings();
        return topics.describe(context.name()).compose(present -> {
            List<Problem> problems = new ArrayList<>(
                    present.map(now -> conflicts(context.name(), now, wanted)).orElse(List.of()));
            return topics.check(
                            context.name(),
                            present.isPresent(),
                            wanted.partitions(),
                            wanted.replicationFactor(),
                            wanted.config())
                    .map(problems)
                    .recover(refused -> {
                        problems.addAll(KafkaProblems.told(refused).problems());
                        return Future.succeededFuture(problems);
                    });
        });
    }

    @Override
    public Future<Running> start(DeploymentContext<TopicSettings> context) {
        String topic = context.name();
        TopicSettings wanted = context.settings();
        return topics.describe(topic)
                .compose(present -> present.isPresent()
                        ? change(topic, present.get(), wanted)
                        : topics.create(topic, wanted.partitions(), wanted.replicationFactor(), wanted.config()))
                .compose(made -> topics.describe(topic))
                .map(now -> new RunningTopic(now.orElseThrow(() -> KafkaProblems.unknownTopic(topic))));
    }

    @Override
    public Future<Void> remove(DeploymentContext<TopicSettings> context) {
        return topics.describe(context.name())
                .compose(present -> present.isPresent() ? topics.delete(context.name()) : Future.succeededFuture());
    }

    private Future<Void> change(String topic, Description now, TopicSettings wanted) {
        List<Problem> conflicts = conflicts(topic, now, wanted);
        if (!conflicts.isEmpty()) {
            return Future.failedFuture(new ProblemException(conflicts));
        }
        Future<Void> grown = wanted.partitions() > now.partitions()
                ? topics.addPartitions(topic, wanted.partitions())
                : Future.succeededFuture();
        return grown.compose(done -> topics.configure(topic, wanted.config()));
    }

    private static Optional<Problem> nameProblem(String name) {
        if (!LEGAL_NAME.matcher(name).matches()) {
            return Optional.of(Problem.user(
                    "invalid-topic-name",
                    "'" + name + "' is not a topic name.",
                    Where.path("name"),
                    "Use 1 to 249 letters, digits, dots, dashes and underscores."));
        }
        if (KafkaTopics.isInternal(name)) {
            return Optional.of(Problem.user(
                    "internal-topic",
                    "names that start with __ belong to Kafka and to this platform: " + name + ".",
                    Where.path("name"),
                    "Choose another name."));
        }
        return Optional.empty();
    }

    private static List<Problem> conflicts(String topic, Description now, TopicSettings wanted) {
        List<Problem> conflicts = new ArrayList<>();
        if (wanted.partitions() < now.partitions()) {
            conflicts.add(Problem.user(
                    "fewer-partitions",
                    "the topic " + topic + " has " + now.partitions() + " partitions; " + wanted.partitions()
                            + " would be fewer, and Kafka never removes one.",
                    Where.path("partitions"),
                    "Write " + now.partitions() + " or more, or use another topic."));
        }
        if (wanted.replicationFactor() > 0 && wanted.replicationFactor() != now.replicationFactor()) {
            conflicts.add(Problem.user(
                    "replication-factor-change",
                    "the topic " + topic + " has " + now.replicationFactor() + " copies of each partition, not "
                            + wanted.replicationFactor()
                            + "; changing that moves data between brokers, which an apply does not do.",
                    Where.path("replicationFactor"),
                    "Write " + now.replicationFactor() + " or leave it out; kafka-reassign-partitions changes it."));
        }
        return conflicts;
    }
}
