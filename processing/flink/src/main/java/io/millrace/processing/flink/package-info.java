/**
 * Flink applications.
 *
 * <p>{@code engine} is Flink: processes of the node's own or a cluster that exists, driven by Flink's REST API either way. {@code
 * application} is the life of one application on it: start, snapshots, update, recovery. {@code code} makes the jar that Flink gets.
 */
package io.millrace.processing.flink;
