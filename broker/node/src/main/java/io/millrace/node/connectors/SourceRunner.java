package io.millrace.node.connectors;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.SourceBatch;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.connectors.Positions.Stored;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Pulls a source and commits what it gives, batch by batch. Everything runs on the worker context it is deployed on; {@link
 * #pause()}, {@link #resume()}, {@link #state()} and {@link #problems()} may be called from anywhere.
 *
 * <p>In a session one thing is under way at a time: asking the source, or committing what it gave. A failed session is closed;
 * after a back-off the next begins from the stored position. A batch that arrives while the connector is paused is kept, and
 * committed when it goes on.
 */
final class SourceRunner extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);

    private final SourceSetup setup;
    private final SourceProgress progress;
    private final SourceLetters letters;
    private final Outdated outdated;
    private HomeContext home;

    private SourceSession session;
    /** What was read or written last; null before the first session. */
    private Optional<Stored> known;

    private Future<Void> opening = Future.succeededFuture();
    private Future<Void> writing = Future.succeededFuture();
    private Future<Void> closing = Future.succeededFuture();
    private SourceBatch held;
    private boolean asking;
    private boolean paused;
    private boolean stopping;
    /** Sessions that failed since the last commit. */
    private int failures;

    private volatile State state = State.STARTING;
    private volatile List<Problem> problems = List.of();

    SourceRunner(SourceSetup setup, SourceProgress progress) {
        this.setup = setup;
        this.progress = progress;
        this.letters = new SourceLetters(setup.name(), setup.deadLetters(), setup.topics());
        this.outdated = new Outdated(setup.clock());
    }

    State state() {
        return state;
    }

    List<Problem> problems() {
        return Stream.concat(problems.stream(), outdated.problems().stream()).toList();
    }

    @Override
    public void init(Vertx vertx, Context context) {
        super.init(vertx, context);
        home = new HomeContext(context);
    }

    /** Fails when it cannot run; what may pass is tried again. */
    @Override
    public Future<?> start() {
        return open().recover(failure -> {
            fail(failure);
            return state == State.FAILED
                    ? Future.failedFuture(new ProblemException(problems))
                    : Future.succeededFuture();
        });
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return opening.transform(opened -> writing).transform(written -> close());
    }

    /** Completes when nothing is being written any more. */
    Future<Void> pause() {
        return onContext(() -> {
            paused = true;
            show();
            return writing.otherwiseEmpty();
        });
    }

    Future<Void> resume() {
        return onContext(() -> {
            paused = false;
            show();
            SourceBatch kept = held;
            held = null;
            if (kept != null) {
                take(session, kept);
            } else if (session != null && !asking && writing.isComplete()) {
                ask(session);
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> onContext(Supplier<Future<Void>> step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> step.get().onComplete(done));
        return done.future();
    }

    private Future<Void> open() {
        opening = SourceSession.open(vertx, home, setup, known).map(opened -> {
            session = opened;
            known = opened.stored();
            problems = List.of();
            progress.goesOnFrom(
                    known.map(Stored::position).orElse(null), opened.source().progress());
            show();
            ask(opened);
            return null;
        });
        return opening;
    }

    private void ask(SourceSession in) {
        if (paused || stopping) {
            return;
        }
        asking = true;
        home.bring(in.source().next()).onComplete(given -> {
            if (in == session) {
                asking = false;
                given(in, given);
            }
        });
    }

    private void given(SourceSession in, AsyncResult<SourceBatch> given) {
        if (given.failed()) {
            fail(given.cause());
        } else if (paused) {
            held = given.result();
        } else {
            take(in, given.result());
        }
    }

    private void take(SourceSession in, SourceBatch batch) {
        writing = home.bring(write(in, batch, batch.records(), batch.rejected()));
        writing.onComplete(
                written -> {
                    failures = 0;
                    progress.source(in.source().progress());
                    if (batch.end()) {
                        state = State.COMPLETED;
                        close();
                    } else {
                        ask(in);
                    }
                },
                this::fail);
    }

    /** Writes records, letters and position in one transaction; again without those that the broker will never take. */
    private Future<Void> write(
            SourceSession in, SourceBatch batch, List<ProducedRecord> records, List<Rejected> rejected) {
        Stored position = new Stored(setup.owner(), batch.position());
        boolean nothingNew = records.isEmpty()
                && rejected.isEmpty()
                && known.map(Stored::position).equals(Optional.of(batch.position()));
        if (nothingNew) {
            return Future.succeededFuture();
        }
        return home.bring(letters.of(rejected))
                .compose(written -> {
                    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
                    records.forEach(produced -> all.add(toKafka(produced)));
                    all.addAll(written);
                    all.add(setup.positions().record(setup.uid(), position));
                    return in.writer().commit(all);
                })
                .compose(refused -> {
                    if (!refused.isEmpty()) {
                        return writeWithout(in, batch, records, rejected, refused);
                    }
                    known = Optional.of(position);
                    progress.committed(records, rejected.size(), batch.position());
                    if (outdated.count(records, in.writer().limits())) {
                        LOG.atWarn()
                                .addKeyValue("deployment", setup.deployment())
                                .log("{}", outdated.problems().get(0));
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<Void> writeWithout(
            SourceSession in,
            SourceBatch batch,
            List<ProducedRecord> records,
            List<Rejected> rejected,
            Map<Integer, Throwable> refused) {
        List<ProducedRecord> taken = new ArrayList<>();
        List<Rejected> out = new ArrayList<>(rejected);
        for (int i = 0; i < records.size(); i++) {
            Throwable why = refused.get(i);
            if (why == null) {
                taken.add(records.get(i));
            } else {
                out.add(letters.refused(records.get(i), why));
            }
        }
        return taken.size() < records.size()
                ? write(in, batch, taken, out)
                : Future.failedFuture(
                        letters.notTaken(refused.values().iterator().next()));
    }

    private static ProducerRecord<byte[], byte[]> toKafka(ProducedRecord produced) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                produced.topic(), produced.partition(), produced.timestampMs(), produced.key(), produced.value());
        produced.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return record;
    }

    private void fail(Throwable failure) {
        SourceTrouble trouble = SourceTrouble.of(failure);
        problems = trouble.problems();
        failures++;
        if (trouble.fatal()) {
            state = State.FAILED;
            boolean defect = problems.get(0).fault() == Fault.INTERNAL;
            LOG.atLevel(defect ? Level.ERROR : Level.INFO)
                    .setCause(defect ? failure : null)
                    .addKeyValue("deployment", setup.deployment())
                    .log("Stopped: {}", problems.get(0));
            close();
            return;
        }
        long wait = setup.backoff().millisAfter(failures);
        LOG.atWarn()
                .addKeyValue("deployment", setup.deployment())
                .addKeyValue("error", problems.get(0).what())
                .log("Going on from the stored position in {} ms", wait);
        progress.retried();
        close().eventually(() -> vertx.timer(wait, TimeUnit.MILLISECONDS)).onComplete(rung -> {
            if (!stopping) {
                open().onFailure(this::fail);
            }
        });
        show();
    }

    private Future<Void> close() {
        SourceSession ended = session;
        session = null;
        held = null;
        asking = false;
        if (ended != null) {
            closing = home.bring(ended.close()).otherwiseEmpty();
        }
        return closing;
    }

    private void show() {
        if (state != State.FAILED && state != State.COMPLETED) {
            state = paused
                    ? State.PAUSED
                    : session != null ? State.RUNNING : failures > 0 ? State.RETRYING : State.STARTING;
        }
    }
}
