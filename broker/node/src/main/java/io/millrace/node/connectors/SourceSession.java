package io.millrace.node.connectors;

import io.millrace.api.connector.Source;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.connectors.Positions.Stored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A source at its stored position, and the producer that owns the connector's transactional id. Used on one worker context from
 * {@link #open} to {@link #close()}; after a failure only closed.
 */
final class SourceSession {

    private final TransactionalWriter writer;
    private final Source source;
    private final Optional<Stored> stored;

    private SourceSession(TransactionalWriter writer, Source source, Optional<Stored> stored) {
        this.writer = writer;
        this.source = source;
        this.stored = stored;
    }

    /**
     * Takes the connector over and goes to where the last owner committed.
     *
     * @param home the context that this is called on
     * @param known what this run read or wrote last; null when it is its first session
     */
    static Future<SourceSession> open(Vertx vertx, HomeContext home, SourceSetup setup, Optional<Stored> known) {
        return home.bring(check(vertx, setup, known))
                .compose(limits -> home.bring(TransactionalWriter.open(vertx, setup.producer(), limits)))
                // Only now: what an earlier owner had begun is settled.
                .compose(writer -> home.bring(setup.positions().read(setup.uid()))
                        .compose(stored -> start(home, setup, writer, stored))
                        .recover(failed -> writer.close().transform(closed -> Future.failedFuture(failed))));
    }

    private static Future<TopicLimits> check(Vertx vertx, SourceSetup setup, Optional<Stored> known) {
        return setup.topics()
                .names()
                .compose(present -> requireTargets(setup, present)
                        .compose(there -> setup.positions().prepare())
                        .compose(ready -> known == null ? Future.succeededFuture() : refuseIfTakenOver(setup, known))
                        .compose(ours -> TopicLimits.of(vertx, setup.access(), written(setup, present))));
    }

    /** The topics that are written to, as far as they are known and there. */
    private static List<String> written(SourceSetup setup, Set<String> present) {
        return Stream.concat(
                        setup.targets().stream(),
                        Stream.ofNullable(setup.deadLetters().topic()))
                .filter(present::contains)
                .toList();
    }

    private static Future<Void> requireTargets(SourceSetup setup, Set<String> present) {
        return setup.targets().stream()
                .filter(target -> !present.contains(target))
                .findFirst()
                .map(missing -> Future.<Void>failedFuture(new ProblemException(Problem.resource(
                        "unknown-topic",
                        "The topic " + missing + " does not exist.",
                        Where.path("config.topic"),
                        "Apply a definition with kind: Topic and name: " + missing + "; it is waited for."))))
                .orElse(Future.succeededFuture());
    }

    private static Future<Void> refuseIfTakenOver(SourceSetup setup, Optional<Stored> known) {
        return setup.positions()
                .read(setup.uid())
                .compose(now -> !takenOver(setup.owner(), known, now)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ProblemException(Problem.user(
                                "taken-over",
                                "Another run of this connector has gone on from here.",
                                Where.path(""),
                                "Nothing is lost; restart it here if the other is to give it up."))));
    }

    /**
     * A position that another run has written since means that this one is late: it must not fence its successor. One of its own
     * may be news, when it did not learn that a commit had succeeded.
     */
    static boolean takenOver(String owner, Optional<Stored> known, Optional<Stored> now) {
        return !now.equals(known) && !now.map(Stored::owner).equals(Optional.of(owner));
    }

    private static Future<SourceSession> start(
            HomeContext home, SourceSetup setup, TransactionalWriter writer, Optional<Stored> stored) {
        Source source = setup.sources().get();
        return home.bring(source.start(stored.map(Stored::position).orElse(null)))
                .map(started -> new SourceSession(writer, source, stored))
                .recover(failed -> source.stop().transform(stopped -> Future.failedFuture(failed)));
    }

    TransactionalWriter writer() {
        return writer;
    }

    Source source() {
        return source;
    }

    /** What the source began from; empty at its very first start. */
    Optional<Stored> stored() {
        return stored;
    }

    /** Aborts what is not committed. */
    Future<Void> close() {
        return source.stop().eventually(writer::close);
    }
}
