package io.millrace.node.deployments;

import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.Deployments.Redrive;
import io.millrace.node.deployments.Deployments.Redriven;
import io.millrace.node.feed.BoundedFeed;
import io.millrace.node.topics.PartitionOffsets;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sends dead letters back through the deployment that wrote them, and through no other: a feed of their topic, in a group of its
 * own, with the deployment's handlers, up to the end as it is now. What fails again is a dead letter again, behind that end.
 */
final class Redriver {

    private static final long LOOK_AGAIN_MS = 100;

    private final Host host;
    private final PartitionOffsets offsets;

    Redriver(Host host, PartitionOffsets offsets) {
        this.host = host;
        this.offsets = offsets;
    }

    Future<Redriven> redrive(Id id, Actor<?> actor, Redrive request) {
        HostedDeployment.Fed fed = actor.feeds().stream()
                .filter(each -> each.spec().deadLetters().policy() == DeadLetters.Policy.TOPIC)
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "no-dead-letters",
                        id + " does not run, or writes no dead letters.",
                        Where.path(id.toString()),
                        "Resume it, or see its settings for a dead-letter topic.")));
        String topic = fed.spec().deadLetters().topic();
        String group = fed.group() + ".redrive";
        return host.topics().describe(topic).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Redriven(0, topic));
            }
            List<Partition> partitions = partitions(topic, found.get().partitions());
            return Future.all(
                            host.groups().committed(group),
                            offsets.starts(partitions),
                            offsets.committedEnds(partitions))
                    .compose(all -> {
                        Map<Partition, Long> from = from(partitions, all.resultAt(0), all.resultAt(1));
                        Map<Partition, Long> until = until(from, all.resultAt(2), request.max());
                        return drive(id, group, fed, topic, from, until);
                    });
        });
    }

    private Future<Redriven> drive(
            Id id,
            String group,
            HostedDeployment.Fed fed,
            String topic,
            Map<Partition, Long> from,
            Map<Partition, Long> until) {
        long records = until.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.get(end.getKey()))
                .sum();
        if (records == 0) {
            return Future.succeededFuture(new Redriven(0, topic));
        }
        FeedSpec spec = new FeedSpec(
                List.of(topic),
                null,
                FeedSpec.Start.EARLIEST,
                fed.spec().shape(),
                fed.spec().retry(),
                fed.spec().deadLetters(),
                1,
                fed.spec().blocking(),
                fed.spec().consumer());
        BoundedFeed feed = host.feeds().until(id.kind(), id.name(), group, spec, fed.handlers(), until);
        return feed.start()
                .compose(started -> drained(feed))
                .eventually(feed::stop)
                .map(new Redriven(records, topic));
    }

    private Future<Void> drained(BoundedFeed feed) {
        FeedStatus status = feed.status();
        if (status.state() == FeedStatus.State.FAILED) {
            return Future.failedFuture(new ProblemException(status.problems()));
        }
        return feed.drained()
                ? Future.succeededFuture()
                : host.vertx().timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS).compose(waited -> drained(feed));
    }

    private static List<Partition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Partition(topic, number))
                .toList();
    }

    private static Map<Partition, Long> from(
            List<Partition> partitions, Map<Partition, Long> committed, Map<Partition, Long> starts) {
        Map<Partition, Long> from = new TreeMap<>();
        for (Partition partition : partitions) {
            from.put(partition, Math.max(starts.get(partition), committed.getOrDefault(partition, 0L)));
        }
        return from;
    }

    /** The ends, or less where a limit is set. */
    private static Map<Partition, Long> until(Map<Partition, Long> from, Map<Partition, Long> ends, long max) {
        Map<Partition, Long> until = new TreeMap<>();
        long left = max < 0 ? Long.MAX_VALUE : max;
        for (Map.Entry<Partition, Long> start : from.entrySet()) {
            long take = Math.min(left, Math.max(0, ends.get(start.getKey()) - start.getValue()));
            if (take > 0) {
                until.put(start.getKey(), start.getValue() + take);
                left -= take;
            }
        }
        return until;
    }
}
