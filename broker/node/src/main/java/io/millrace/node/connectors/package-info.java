/**
 * The kind {@code Connector}: Kafka Connect's configurations, run natively by the connector classes that plugins provide.
 *
 * <p>{@link io.millrace.node.connectors.ConnectorKind} binds {@code config} twice from the same object: to {@link
 * io.millrace.node.connectors.ConnectSettings}, which every connector has, and to the record of its class. A sink is a handler
 * on a feed. A source is pulled by a {@link io.millrace.node.connectors.SourceRunner}, which holds one {@link
 * io.millrace.node.connectors.SourceSession} at a time: a transactional producer, and the source at the position that is stored in
 * the topic of {@link io.millrace.node.connectors.Positions}. Each batch is one transaction of records, dead letters and the
 * position after them. A session that fails is closed, and another is opened from what is stored.
 */
package io.millrace.node.connectors;
