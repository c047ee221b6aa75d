package io.millrace.node.connectors;

import io.millrace.api.Meters;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.deployment.DeploymentContext;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;

/** What one task of a connector sees of its deployment. */
record HostContext(
        Vertx vertx,
        InstantSource clock,
        Path dataDir,
        String cluster,
        String name,
        String uid,
        int task,
        Meters meters)
        implements ConnectorContext {

    static HostContext of(DeploymentContext<?> deployment, Path dataDir, int task) {
        return new HostContext(
                deployment.vertx(),
                deployment.clock(),
                dataDir,
                deployment.cluster(),
                deployment.name(),
                deployment.uid(),
                task,
                deployment.meters());
    }
}
