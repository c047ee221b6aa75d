package io.millrace.node.connectors;

import io.millrace.api.feed.Partition;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer group of a sink, seen from outside. Any context. */
record ConsumerGroup(Vertx vertx, KafkaAccess access, String name) {

    /** Next offset by partition. */
    Future<Map<Partition, Long>> committed() {
        return ask(admin -> admin.listConsumerGroupOffsets(name)).map(found -> {
            Map<Partition, Long> offsets = new HashMap<>();
            found.forEach((partition, offset) ->
                    offsets.put(new Partition(partition.getTopic(), partition.getPartition()), offset.getOffset()));
            return offsets;
        });
    }

    /** Forgets its offsets; one that is not there is gone already. */
    Future<Void> delete() {
        return ask(admin -> admin.deleteConsumerGroups(List.of(name)))
                .recover(failure -> failure instanceof GroupIdNotFoundException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> ask(Function<KafkaAdminClient, Future<T>> question) {
        KafkaAdminClient admin = KafkaAdminClient.create(vertx, access.client(name + "-admin"));
        return question.apply(admin).eventually(admin::close);
    }
}
