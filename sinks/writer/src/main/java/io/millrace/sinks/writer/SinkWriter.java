package io.millrace.sinks.writer;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one task of a sink that writes objects. Blocks: its feed gives it a worker.
 *
 * <p>A failure of the storage costs a lane what it has not published: it drops that and asks for a fresh start, so the feed reads
 * again from the last durable offset, with back-off, until the storage is well again.
 */
public final class SinkWriter implements RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SinkWriter.class);

    private final Storage storage;
    private final ConnectorContext context;
    private final LaneOpening opening;
    private final SinkMeters meters;
    private final Spiller spiller;
    private final Map<Partition, LaneWriter> writers = new HashMap<>();

    public SinkWriter(Storage storage, SinkPlan plan, ConnectorContext context) {
        this.storage = storage;
        this.context = context;
        this.meters = new SinkMeters(context.meters());
        this.spiller = new Spiller(context::memoryBytes, writers.values(), meters);
        this.opening = new LaneOpening(storage, plan, context, meters, spiller);
    }

    /**
     * The handler of a task.
     *
     * @param planner makes the plan of a clock and the deployment's schemas
     */
    public static SinkWriter open(
            Storage storage, BiFunction<InstantSource, SchemaStore, SinkPlan> planner, ConnectorContext context) {
        StoredSchemas schemas = new StoredSchemas(storage, context.uid());
        return new SinkWriter(storage, planner.apply(context.clock(), schemas), context);
    }

    /**
     * Forgets what a deployment has promised and where it goes on, so that the group's offsets decide alone. What it has promised
     * becomes visible first. Only while the deployment is stopped on every node.
     *
     * @throws ProblemException when the place fails; it may be tried again
     */
    public static void forget(Storage storage, String uid) {
        try {
            publishPromised(storage, uid);
            storage.deleteAll(Area.root(uid));
        } catch (IOException failure) {
            throw new ProblemException(storage.explain(failure), failure);
        }
    }

    private static void publishPromised(Storage storage, String uid) throws IOException {
        for (String topicId : storage.list(Area.root(uid))) {
            if (!topicId.equals(Area.OUTPUTS)) {
                for (String partition : storage.list(Area.root(uid) + "/" + topicId)) {
                    IntentLog log = IntentLog.read(storage, new Area(uid, topicId, Integer.parseInt(partition)));
                    if (log.newest().isPresent()
                            && !log.isPublished(log.newest().get())) {
                        storage.publish(log.newest().get().files());
                    }
                }
            }
        }
    }

    @Override
    public Future<Long> open(Lane lane, long committedOffset) {
        LaneWriter former = writers.remove(lane.partition());
        if (former != null) {
            former.drop();
        }
        try {
            LaneWriter writer = opening.open(lane, committedOffset);
            writers.put(lane.partition(), writer);
            return Future.succeededFuture(writer.position());
        } catch (ProblemException refused) {
            return Future.failedFuture(DeliveryException.fatal(refused.getMessage(), refused));
        } catch (IOException failure) {
            return Future.failedFuture(unavailable(failure));
        }
    }

    @Override
    public Future<Answer> deliver(Delivery delivery) {
        List<Rejection> rejections = new ArrayList<>();
        for (Batch batch : delivery.batches()) {
            LaneWriter writer = writers.get(batch.lane().partition());
            if (writer != null && writer.lane() == batch.lane()) {
                int before = rejections.size();
                if (!survives(writer, () -> writer.accept(batch, rejections))) {
                    // The lane starts afresh and these records come again.
                    rejections.subList(before, rejections.size()).clear();
                }
            }
        }
        return Future.succeededFuture(rejections.isEmpty() ? Answer.ACCEPTED : Answer.ACCEPTED.rejecting(rejections));
    }

    @Override
    public Future<Void> tick(Instant now) {
        for (LaneWriter writer : List.copyOf(writers.values())) {
            survives(writer, () -> writer.tick(now));
        }
        spiller.tick();
        return Future.succeededFuture();
    }

    @Override
    public JsonObject progress() {
        return meters.toJson();
    }

    @Override
    public Future<Void> close(Lane lane, boolean flush) {
        LaneWriter writer = writers.get(lane.partition());
        if (writer == null || writer.lane() != lane) {
            return Future.succeededFuture();
        }
        writers.remove(lane.partition());
        if (flush) {
            try {
                writer.flush();
            } catch (IOException | RuntimeException failure) {
                LOG.atWarn()
                        .addKeyValue("deployment", context.name())
                        .addKeyValue("topic", lane.partition().topic())
                        .addKeyValue("partition", lane.partition().number())
                        .addKeyValue("error", steering(failure).getMessage())
                        .log("Could not flush at the end; the next owner reads these records again");
            }
        }
        writer.drop();
        spiller.tick();
        return Future.succeededFuture();
    }

    /** Something done with a lane that may fail. */
    private interface Step {
        void run() throws IOException;
    }

    /** @return false when it failed and the lane starts afresh */
    private boolean survives(LaneWriter writer, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException | RuntimeException failure) {
            writers.remove(writer.lane().partition());
            writer.drop();
            writer.lane().reopen(steering(failure));
            return false;
        }
    }

    private RuntimeException steering(Exception failure) {
        if (failure instanceof IOException ofStorage) {
            return unavailable(ofStorage);
        }
        return failure instanceof DeliveryException told
                ? told
                : DeliveryException.failed("the sink failed: " + failure, failure);
    }

    private DeliveryException unavailable(IOException failure) {
        Problem problem = storage.explain(failure);
        return DeliveryException.unavailable(problem.toString(), new ProblemException(problem, failure));
    }
}
