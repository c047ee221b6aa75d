/**
 * Native sources and sinks: what runs for a {@code Connector} deployment whose {@code connector.class} a plugin knows.
 *
 * <p>A connector class is a {@link io.millrace.api.connector.SourceType} or a {@link io.millrace.api.connector.SinkType}: its
 * names, its settings record, and a factory. To write a sink, implement {@code SinkType}, answer a {@link
 * io.millrace.api.feed.RecordHandler}, list the type in the plugin, and run the testkit's sink contract against it.
 */
package io.millrace.api.connector;
