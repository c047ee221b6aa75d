package io.millrace.node.connectors;

import io.millrace.api.connector.Source;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.connectors.Positions.Stored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;

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
        return home.bring(check(setup, known))
                .compose(checked -> home.bring(TransactionalWriter.open(vertx, setup.producer())))
                // Only now: what an earlier owner had begun is settled.
                .compose(writer -> home.bring(setup.positions().read(setup.uid()))
                        .compose(stored -> start(home, setup, writer, stored))
                        .recover(failed -> writer.close().transform(closed -> Future.failedFuture(failed))));
    }

    private static Future<Void> check(SourceSetup setup, Optional<Stored> known) {
        return setup.topics()
                .names()
                .compose(present -> requireTargets(setup, present))
                .compose(present -> setup.positions().prepare())
                .compose(ready -> known == null ? Future.succeededFuture() : refuseIfTakenOver(setup, known));
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

    /** A position that another run has written since means that this one is late: it must not fence its successor. */
    private static Future<Void> refuseIfTakenOver(SourceSetup setup, Optional<Stored> known) {
        return setup.positions()
                .read(setup.uid())
                .compose(now -> now.equals(known)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ProblemException(Problem.user(
                                "taken-over",
                                "Another run of this connector has gone on from here.",
                                Where.path(""),
                                "Nothing is lost; restart it here if the other is to give it up."))));
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
