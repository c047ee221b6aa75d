package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind.RewindEffect;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.Deployments.Rewind;
import io.millrace.node.deployments.Deployments.Rewound;
import io.millrace.node.feed.Feeds;
import io.millrace.node.topics.ConsumerGroups;
import io.millrace.node.topics.PartitionOffsets;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Moves a deployment's group to other offsets: stops it, sets them, starts it again. */
final class Rewinder {

    private final Host host;
    private final ConsumerGroups groups;
    private final PartitionOffsets offsets;

    Rewinder(Host host, ConsumerGroups groups, PartitionOffsets offsets) {
        this.host = host;
        this.groups = groups;
        this.offsets = offsets;
    }

    <S> Future<Rewound> rewind(Id id, Actor<S> actor, Rewind request) {
        List<Partition> read = actor.feeds().stream()
                .map(HostedDeployment.Fed::feed)
                .map(Feed::status)
                .flatMap(status -> status.partitions().stream())
                .toList();
        String group = Feeds.group(host.cluster(), id.kind(), id.name());
        return groups.committed(group).compose(from -> {
            Set<Partition> all = new TreeSet<>(from.keySet());
            all.addAll(read);
            if (all.isEmpty()) {
                return Future.failedFuture(new ProblemException(Problem.user(
                        "nothing-to-rewind",
                        id + " reads no topic, or has not begun to.",
                        Where.path(id.toString()),
                        "Rewind a deployment that consumes topics, such as a sink.")));
            }
            return targets(all, request.to()).compose(to -> {
                if (request.dryRun()) {
                    return describe(actor).map(effect -> new Rewound(from, to, effect.sentence()));
                }
                return actor.whileStopped(stopped -> carryOut(id, group, stopped, from, to, request));
            });
        });
    }

    private <S> Future<RewindEffect> describe(Actor<S> actor) {
        return actor.settings().map(settings -> actor.kind().rewindEffect(settings));
    }

    private <S> Future<Rewound> carryOut(
            Id id,
            String group,
            Actor.DeploymentStopped<S> stopped,
            Map<Partition, Long> from,
            Map<Partition, Long> to,
            Rewind request) {
        RewindEffect effect = stopped.kind().rewindEffect(stopped.context().settings());
        if (effect.breaksExactlyOnce() && !request.duplicates()) {
            return Future.failedFuture(new ProblemException(Problem.user(
                    "exactly-once",
                    effect.sentence(),
                    Where.path(id.toString()),
                    "Add --duplicates to go on all the same.")));
        }
        return stopped.kind()
                .forget(stopped.context())
                .compose(forgotten -> groups.move(group, to))
                .map(moved -> new Rewound(from, to, effect.sentence()));
    }

    private Future<Map<Partition, Long>> targets(Collection<Partition> partitions, String to) {
        return switch (to) {
            case "earliest" -> offsets.starts(partitions);
            case "latest" -> offsets.committedEnds(partitions);
            default -> to.matches("\\d+") ? clamped(partitions, Long.parseLong(to)) : since(partitions, instant(to));
        };
    }

    private Future<Map<Partition, Long>> since(Collection<Partition> partitions, Instant time) {
        return Future.all(offsets.since(partitions, time), offsets.committedEnds(partitions))
                .map(both -> {
                    Map<Partition, Long> found = both.resultAt(0);
                    Map<Partition, Long> ends = both.resultAt(1);
                    Map<Partition, Long> to = new TreeMap<>();
                    ends.forEach((partition, end) -> {
                        long offset = found.getOrDefault(partition, -1L);
                        to.put(partition, offset < 0 ? end : offset);
                    });
                    return to;
                });
    }

    private Future<Map<Partition, Long>> clamped(Collection<Partition> partitions, long offset) {
        return Future.all(offsets.starts(partitions), offsets.committedEnds(partitions))
                .map(both -> {
                    Map<Partition, Long> starts = both.resultAt(0);
                    Map<Partition, Long> ends = both.resultAt(1);
                    Map<Partition, Long> to = new TreeMap<>();
                    starts.forEach((partition, start) ->
                            to.put(partition, Math.max(start, Math.min(offset, ends.get(partition)))));
                    return to;
                });
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            throw new ProblemException(
                    Problem.user(
                            "invalid-position",
                            "'" + text + "' is no position.",
                            Where.path("to"),
                            "Write earliest, latest, a time such as 2018-02-01T00:00:00Z, or an offset."),
                    notATime);
        }
    }
}
