package io.millrace.sinks.writer;

import io.millrace.sinks.formats.Format;
import io.millrace.sinks.writer.partitioner.Partitioner;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;

/**
 * How a sink cuts records into objects. One for each task: formats and partitioners are not shared between threads.
 *
 * @param ignoreNulls true to leave records without a value out; false to let the format decide
 */
public record SinkPlan(
        Format format,
        Partitioner partitioner,
        TimestampExtractor time,
        ObjectNames names,
        Rotation rotation,
        boolean ignoreNulls) {}
