package io.millrace.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class DeploymentMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeploymentMeters meters = new DeploymentMeters(registry, "Connector", "quakes");

    @Test
    void addsUpWhatTheTasksMeasureUntilTheyStop() {
        meters.gauge("files.open", "Open files", () -> 2);
        meters.gauge("files.open", "Open files", () -> 3);
        assertThat(registry.get("files.open")
                        .tags("kind", "Connector", "deployment", "quakes")
                        .gauge()
                        .value())
                .isEqualTo(5);
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
        meters.gauge("files.open", "Open files", () -> 1);
        assertThat(registry.get("files.open").gauge().value()).isEqualTo(1);
    }
}
