package io.millrace.sinks.s3;

import io.millrace.api.settings.Included;
import io.millrace.sinks.writer.SinkSettings;

/** The settings of an S3 sink: Confluent's, by their names and with their defaults. */
public record S3SinkSettings(
        @Included S3StoreSettings store, @Included SinkSettings sink) {}
