package io.millrace.node.deployments;

import io.millrace.api.deployment.Topics;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The broker's topics and those that are to be, for checks before anything is made. */
record WantedTopics(Topics present, Set<String> wanted) implements Topics {

    @Override
    public Future<Set<String>> names() {
        return present.names().map(names -> {
            Set<String> all = new HashSet<>(names);
            all.addAll(wanted);
            return all;
        });
    }

    @Override
    public Future<Optional<Description>> describe(String topic) {
        return present.describe(topic);
    }

    @Override
    public Future<Void> create(String topic, int partitions, int replicationFactor, Map<String, String> config) {
        return refused();
    }

    @Override
    public Future<Void> addPartitions(String topic, int total) {
        return refused();
    }

    @Override
    public Future<Void> configure(String topic, Map<String, String> config) {
        return refused();
    }

    @Override
    public Future<Void> delete(String topic) {
        return refused();
    }

    private static Future<Void> refused() {
        return Future.failedFuture(new IllegalStateException("a check changes nothing"));
    }
}
