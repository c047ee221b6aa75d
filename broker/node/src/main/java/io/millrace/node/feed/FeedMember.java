package io.millrace.node.feed;

import io.millrace.api.feed.FeedStatus.State;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;

/** One member of a feed's group: a poll thread, a context, a handler. Started once, stopped once. */
final class FeedMember {

    private final FeedSetup setup;
    private final int task;
    private final IntFunction<RecordHandler> handlers;
    private final Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>> consumers;
    private final Promise<Void> ended = Promise.promise();
    private volatile PollLoop loop;
    private volatile Dispatcher dispatcher;
    private volatile Problem failure;
    private volatile boolean paused;
    private volatile String verticle;

    FeedMember(
            FeedSetup setup,
            int task,
            IntFunction<RecordHandler> handlers,
            Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>> consumers) {
        this.setup = setup;
        this.task = task;
        this.handlers = handlers;
        this.consumers = consumers;
    }

    Future<Void> start() {
        Promise<Context> context = Promise.promise();
        DeploymentOptions options = new DeploymentOptions();
        if (setup.spec().blocking()) {
            options.setThreadingModel(ThreadingModel.WORKER)
                    .setWorkerPoolName("worker-" + name())
                    .setWorkerPoolSize(1);
        }
        return setup.vertx()
                .deployVerticle(new ContextHolder(context), options)
                .onSuccess(id -> verticle = id)
                .compose(id -> setup.vertx().executeBlocking(() -> handlers.apply(task), false))
                .compose(handler -> context.future().map(made -> {
                    dispatcher = new Dispatcher(setup, made, handler);
                    loop = new PollLoop(setup, consumers, dispatcher, problem -> failure = problem);
                    dispatcher.connect(loop);
                    setup.budget().join();
                    Thread thread = new Thread(this::poll, "feed-" + name());
                    thread.start();
                    return null;
                }))
                .<Void>mapEmpty()
                .recover(failed -> undeploy().transform(done -> Future.failedFuture(failed)));
    }

    private void poll() {
        try {
            loop.run();
            ended.tryComplete();
        } catch (RuntimeException | Error defect) {
            failure = Troubles.problem(defect);
            ended.tryFail(defect);
        } finally {
            setup.budget().leave();
        }
    }

    private String name() {
        return setup.group() + "-" + task;
    }

    void pause(boolean on) {
        paused = on;
        if (loop != null) {
            loop.pause(on);
            dispatcher.pause(on);
        }
    }

    Future<Void> stop() {
        if (loop == null) {
            return Future.succeededFuture();
        }
        loop.stop();
        return ended.future().transform(done -> undeploy());
    }

    private synchronized Future<Void> undeploy() {
        String deployed = verticle;
        verticle = null;
        return deployed == null ? Future.succeededFuture() : setup.vertx().undeploy(deployed);
    }

    State state() {
        if (failure != null) {
            return State.FAILED;
        }
        if (loop == null) {
            return State.STARTING;
        }
        return ended.future().isComplete() ? State.STOPPED : paused ? State.PAUSED : State.RUNNING;
    }

    Problem failure() {
        return failure;
    }

    Map<Partition, Long> committed() {
        return loop == null ? Map.of() : loop.committed();
    }

    boolean drained() {
        return loop != null && loop.drained();
    }

    long waitingBytes() {
        return loop == null ? 0 : loop.waitingBytes();
    }

    /** Gives the member a context of its own: an event loop, or a worker for handlers that block. */
    private static final class ContextHolder extends VerticleBase {
        private final Promise<Context> made;

        ContextHolder(Promise<Context> made) {
            this.made = made;
        }

        @Override
        public Future<?> start() {
            made.complete(context);
            return Future.succeededFuture();
        }
    }
}
