package io.millrace.node.gateway;

import io.millrace.api.deployment.Topics;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.topics.ConsumerGroups;
import io.millrace.node.topics.ConsumerGroups.Group;
import io.millrace.node.topics.ConsumerGroups.Member;
import io.millrace.node.topics.KafkaProblems;
import io.millrace.node.topics.KafkaTopics;
import io.millrace.node.topics.TopicDetails;
import io.millrace.node.topics.TopicDetails.PartitionDetails;
import io.millrace.node.topics.TopicSurvey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /v1/topics} and {@code /v1/groups}, but for their records. */
final class TopicsResource {

    private final Topics topics;
    private final TopicSurvey survey;
    private final ConsumerGroups groups;

    TopicsResource(Topics topics, TopicSurvey survey, ConsumerGroups groups) {
        this.topics = topics;
        this.survey = survey;
        this.groups = groups;
    }

    void bind(Bindings bindings) {
        bindings.answer(
                "listTopics",
                context -> survey.all()
                        .map(all ->
                                new JsonObject().put("topics", DeploymentJson.array(all, TopicsResource::summary))));
        bindings.answer("getTopic", this::topic);
        bindings.answer(
                "listGroups",
                context -> groups.list()
                        .map(all -> new JsonObject().put("groups", DeploymentJson.array(all, TopicsResource::listed))));
        bindings.answer(
                "getGroup",
                context -> groups.describe(context.pathParam("group")).map(TopicsResource::group));
    }

    /** The topic of the path; an internal one is refused. */
    static String topicOf(RoutingContext context) {
        String topic = context.pathParam("topic");
        if (KafkaTopics.isInternal(topic)) {
            throw new ProblemException(Problem.user(
                    "internal-topic",
                    "the topic " + topic + " is internal and not reachable here.",
                    Where.path("Topic/" + topic),
                    "Use a Kafka client if you must look at it."));
        }
        return topic;
    }

    private Future<JsonObject> topic(RoutingContext context) {
        String name = topicOf(context);
        return Future.all(topics.describe(name), survey.of(name)).map(both -> {
            Topics.Description description =
                    both.<Optional<Topics.Description>>resultAt(0).orElseThrow(() -> KafkaProblems.unknownTopic(name));
            TopicDetails details = both.resultAt(1);
            return new JsonObject()
                    .put("name", name)
                    .put("id", details.id())
                    .put("replicationFactor", details.replicationFactor())
                    .put("config", new JsonObject(Map.copyOf(description.config())))
                    .put("partitions", DeploymentJson.array(details.partitions(), TopicsResource::partition));
        });
    }

    private static JsonObject summary(TopicDetails topic) {
        return new JsonObject()
                .put("name", topic.name())
                .put("partitions", topic.partitions().size())
                .put("replicationFactor", topic.replicationFactor())
                .put("records", topic.records())
                .put("bytes", orNull(topic.bytes()));
    }

    private static JsonObject partition(PartitionDetails partition) {
        return new JsonObject()
                .put("partition", partition.number())
                .put(
                        "leader",
                        partition.leader().isPresent() ? partition.leader().getAsInt() : null)
                .put("replicas", new JsonArray(partition.replicas()))
                .put("inSync", new JsonArray(partition.inSync()))
                .put("start", partition.start())
                .put("end", partition.end())
                .put("bytes", orNull(partition.bytes()));
    }

    private static JsonObject listed(ConsumerGroups.Listed group) {
        return new JsonObject().put("name", group.name()).put("state", group.state());
    }

    private static JsonObject group(Group group) {
        return new JsonObject()
                .put("name", group.name())
                .put("state", group.state())
                .put("lag", new JsonObject().put("records", group.lagRecords()).put("seconds", group.lagSeconds()))
                .put("partitions", DeploymentJson.lag(group.lag()))
                .put("members", DeploymentJson.array(group.members(), TopicsResource::member));
    }

    private static JsonObject member(Member member) {
        return new JsonObject()
                .put("id", member.id())
                .put("clientId", member.clientId())
                .put("host", member.host())
                .put("partitions", DeploymentJson.array(member.partitions(), DeploymentJson::partition));
    }

    private static Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
