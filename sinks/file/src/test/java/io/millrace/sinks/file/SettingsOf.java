package io.millrace.sinks.file;

import io.millrace.api.settings.ByteSize;
import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.LineCheck;
import io.millrace.sinks.formats.Metadata;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.writer.SinkSettings;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.TimestampUnit;
import java.time.Duration;
import java.util.List;

/** Settings as the node binds them: the defaults, and what a test changes. */
final class SettingsOf {

    String storeUrl = "file:.";
    String topicsDir = "topics";
    String fileDelim = "+";
    String formatClass = "JsonFormat";
    Compression compression = Compression.NONE;
    LineCheck jsonCheck;
    List<Metadata> metadata = List.of();
    int flushSize = 1000;
    Duration rotateScheduleInterval = Duration.ofMillis(-1);
    String partitionerClass = "DefaultPartitioner";
    List<String> partitionFieldName = List.of();
    String pathFormat;
    String timezone = "UTC";
    Partitioning.Source timestampExtractor = Partitioning.Source.WALLCLOCK;
    String timestampField = "timestamp";

    SettingsOf storeUrl(String url) {
        storeUrl = url;
        return this;
    }

    SettingsOf flushSize(int records) {
        flushSize = records;
        return this;
    }

    SettingsOf format(String name) {
        formatClass = name;
        return this;
    }

    FileSinkSettings settings() {
        return new FileSinkSettings(
                storeUrl,
                new SinkSettings(
                        topicsDir,
                        fileDelim,
                        10,
                        new FormatSettings(
                                formatClass,
                                new TextSettings(compression, -1, jsonCheck, null, null, null),
                                new ParquetSettings(
                                        ParquetCodec.SNAPPY, 3, new ByteSize(1 << 24), new ByteSize(1 << 20)),
                                null,
                                SchemaSettings.DEFAULTS,
                                metadata),
                        flushSize,
                        Duration.ofMillis(-1),
                        rotateScheduleInterval,
                        5000,
                        new Partitioning(
                                partitionerClass,
                                partitionFieldName,
                                null,
                                pathFormat,
                                "en-US",
                                timezone,
                                timestampExtractor,
                                timestampField,
                                TimestampUnit.MILLISECONDS,
                                "/"),
                        SinkSettings.NullValues.FAIL));
    }
}
