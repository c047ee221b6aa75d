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
import io.millrace.node.deployments.HostedDeployment.Fed;
import io.millrace.node.feed.Feeds;
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

/** Moves a deployment's groups to other offsets: stops it, sets them, starts it again. */
final class Rewinder {

    private final Host host;
    private final PartitionOffsets offsets;

    Rewinder(Host host, PartitionOffsets offsets) {
        this.host = host;
        this.offsets = offsets;
    }

    <S> Future<Rewound> rewind(Id id, Actor<S> actor, Rewind request) {
        List<Fed> feeds = actor.feeds();
        List<Partition> read = feeds.stream()
                .map(Fed::feed)
                .map(Feed::status)
                .flatMap(status -> status.partitions().stream())
                .toList();
        return committed(id, feeds).compose(from -> {
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
                return actor.whileStopped(stopped -> carryOut(id, feeds, stopped, from, to, request));
            });
        });
    }

    private <S> Future<RewindEffect> describe(Actor<S> actor) {
        return actor.settings().map(settings -> actor.kind().rewindEffect(settings));
    }

    private <S> Future<Rewound> carryOut(
            Id id,
            List<Fed> feeds,
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
                .compose(forgotten -> move(id, feeds, to))
                .map(moved -> new Rewound(from, to, effect.sentence()));
    }

    /** By partition; of several groups, the one that is furthest behind counts. */
    private Future<Map<Partition, Long>> committed(Id id, List<Fed> feeds) {
        if (feeds.isEmpty()) {
            return host.groups().committed(Feeds.group(host.cluster(), id.kind(), id.name()));
        }
        return Future.all(feeds.stream()
                        .map(fed -> host.groups().committed(fed.group()))
                        .toList())
                .map(all -> {
                    Map<Partition, Long> least = new TreeMap<>();
                    all.<Map<Partition, Long>>list()
                            .forEach(one ->
                                    one.forEach((partition, offset) -> least.merge(partition, offset, Math::min)));
                    return least;
                });
    }

    private Future<Void> move(Id id, List<Fed> feeds, Map<Partition, Long> to) {
        if (feeds.isEmpty()) {
            return host.groups().move(Feeds.group(host.cluster(), id.kind(), id.name()), to);
        }
        return Future.all(feeds.stream()
                        .map(fed -> {
                            Map<Partition, Long> own = new TreeMap<>(to);
                            own.keySet().removeIf(partition -> !fed.reads(partition));
                            return host.groups().move(fed.group(), own);
                        })
                        .toList())
                .mapEmpty();
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
