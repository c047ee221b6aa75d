/**
 * The process: a Vert.x node that carries a Kafka broker and runs deployments.
 *
 * <p>Packages by feature: {@code kafka} (the broker; the only one that sees Kafka's server classes), {@code feed} (from
 * partitions to handlers), {@code deployments} (desired state, reconciling, status), {@code connectors} and {@code topics} (the
 * two kinds the node has itself), {@code settings} (definitions to records), {@code plugins} (class loaders), {@code gateway}
 * (HTTP), {@code metrics}.
 */
package io.millrace.node;
