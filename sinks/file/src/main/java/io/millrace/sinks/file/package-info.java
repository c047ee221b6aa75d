/**
 * The file sink: topics into files of a folder, exactly once.
 *
 * <p>The settings are those of Confluent's S3 sink, with {@code store.url: file:///…} in place of a bucket. What is written and
 * when it becomes visible is the {@link io.millrace.sinks.writer writer's}; this package says what a place, an output and
 * an atomic step are in a file system.
 */
package io.millrace.sinks.file;
