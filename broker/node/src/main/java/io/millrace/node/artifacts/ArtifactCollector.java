package io.millrace.node.artifacts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes, now and then, the artifacts that no definition names any more. */
public final class ArtifactCollector {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactCollector.class);
    private static final long EVERY_MS = TimeUnit.MINUTES.toMillis(10);

    private final Vertx vertx;
    private final Artifacts artifacts;
    private final Supplier<Future<Set<String>>> named;
    private long timer;

    /** @param named digests of all that must stay */
    public ArtifactCollector(Vertx vertx, Artifacts artifacts, Supplier<Future<Set<String>>> named) {
        this.vertx = vertx;
        this.artifacts = artifacts;
        this.named = named;
    }

    public void start() {
        timer = vertx.setPeriodic(EVERY_MS, now -> collect());
    }

    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    /** When what is named cannot be told, everything stays. */
    Future<Integer> collect() {
        return named.get()
                .compose(artifacts::removeAllBut)
                .onSuccess(removed -> {
                    if (removed > 0) {
                        LOG.atInfo().addKeyValue("files", removed).log("artifacts that nobody names were removed");
                    }
                })
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("error", failure.toString())
                        .log("artifacts that nobody names were not removed, trying again later"));
    }
}
