package io.millrace.node.connectors;

import io.millrace.api.Meters;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.deployment.DeploymentContext;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What one task of a connector sees of its deployment.
 *
 * @param memory bytes that it may hold now
 */
record HostContext(
        Vertx vertx,
        InstantSource clock,
        Path dataDir,
        String cluster,
        String name,
        String uid,
        int task,
        LongSupplier memory,
        Meters meters)
        implements ConnectorContext {

    static HostContext of(DeploymentContext<?> deployment, Path dataDir, int task, LongSupplier memory) {
        return new HostContext(
                deployment.vertx(),
                deployment.clock(),
                dataDir,
                deployment.cluster(),
                deployment.name(),
                deployment.uid(),
                task,
                memory,
                deployment.meters());
    }

    @Override
    public long memoryBytes() {
        return memory.getAsLong();
    }
}
