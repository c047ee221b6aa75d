package io.millrace.node.connectors;

import io.millrace.api.connector.Source;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.DeadLetters;
import io.millrace.node.feed.Backoff;
import io.millrace.node.kafka.KafkaAccess;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one run of a source connector works with.
 *
 * @param name the deployment's
 * @param uid the deployment's; its position is stored under it
 * @param owner of this run, unlike that of any other
 * @param sources makes the source; called on a worker thread
 * @param targets topics that have to be there
 * @param producer properties of the transactional producer
 * @param deadLetters what to do with what cannot be a record
 * @param backoff waits between sessions
 */
record SourceSetup(
        String name,
        String uid,
        String owner,
        Supplier<Source> sources,
        List<String> targets,
        Map<String, String> producer,
        DeadLetters deadLetters,
        Backoff backoff,
        InstantSource clock,
        KafkaAccess access,
        Topics topics,
        Positions positions) {

    /** {@code Kind/name}, for logs. */
    String deployment() {
        return ConnectorKind.NAME + "/" + name;
    }
}
