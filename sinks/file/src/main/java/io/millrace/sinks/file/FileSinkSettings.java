package io.millrace.sinks.file;

import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.Formats;
import io.millrace.sinks.writer.Area;
import io.millrace.sinks.writer.ObjectNames;
import io.millrace.sinks.writer.Rotation;
import io.millrace.sinks.writer.SinkPlan;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The settings of a file sink, by the names of Confluent's S3 sink and with its defaults. */
@Inapplicable(name = "s3.*", why = "files are written to a folder, not to S3")
@Inapplicable(name = "aws.*", why = "files are written to a folder, not to S3")
@Inapplicable(name = "storage.class", why = "a file sink has one storage")
@Inapplicable(name = "schema.compatibility", why = "JSON lines have no schema")
@Inapplicable(name = "schema.generator.class", why = "JSON lines have no schema")
@Inapplicable(name = "schema.cache.size", why = "JSON lines have no schema")
@Inapplicable(name = "enhanced.avro.schema.support", why = "JSON lines have no schema")
@Inapplicable(name = "connect.meta.data", why = "JSON lines have no schema")
@Inapplicable(name = "avro.codec", why = "the format is JSON lines")
@Inapplicable(name = "parquet.codec", why = "the format is JSON lines")
@Inapplicable(name = "json.decimal.format", why = "values are written as they came")
@Inapplicable(name = "format.bytearray.*", why = "the format is JSON lines")
@Inapplicable(name = "enable.conditional.writes", why = "every record is written exactly once anyway")
@Inapplicable(name = "rotate.file.on.partition.change", why = "files of several folders are open at a time")
@Inapplicable(name = "append.late.data", why = "late records go to the folder of their own time")
@Inapplicable(name = "retry.backoff.ms", why = "the node retries, with growing waits")
public record FileSinkSettings(
        @Setting(
                name = STORE_URL,
                value = "The folder to write to; a relative one is under files/ of the node's data directory.",
                defaultValue = "file:.",
                example = "file:///data/out")
        String storeUrl,

        @Setting(name = "topics.dir", value = "Folder in front of those of the topics.", defaultValue = "topics")
        String topicsDir,

        @Setting(name = "directory.delim", value = "What stands between folders.", defaultValue = "/")
        String directoryDelim,

        @Setting(name = "file.delim", value = "What stands between the parts of a file's name.", defaultValue = "+")
        String fileDelim,

        @Setting(
                name = "filename.offset.zero.pad.width",
                value = "Least number of digits of the offset in a file's name.",
                defaultValue = "10",
                min = 0,
                max = 19)
        int padWidth,

        @Setting(name = Formats.FORMAT_CLASS, value = "How records are written.", defaultValue = "JsonFormat")
        String formatClass,

        @Setting(name = "s3.compression.type", value = "How files are compressed.", defaultValue = "none")
        Compression compression,

        @Setting(
                name = "s3.compression.level",
                value = "1 is fastest, 9 is smallest, -1 is the compression's default.",
                defaultValue = "-1",
                min = -1,
                max = 9)
        int compressionLevel,

        @Setting(
                name = "flush.size",
                value = "Records of a partition after which its files become visible.",
                required = true,
                example = "100000",
                min = 1)
        int flushSize,

        @Setting(
                name = "rotate.interval.ms",
                value =
                        "Span of the records' time, as timestamp.extractor tells it, after which files become visible; -1 for none.",
                defaultValue = "-1")
        Duration rotateInterval,

        @Setting(
                name = "rotate.schedule.interval.ms",
                value = "Files become visible whenever so much of the day has passed, by the clock; -1 for never.",
                defaultValue = "-1",
                example = "5000")
        Duration rotateScheduleInterval,

        @Setting(
                name = "partitioner.max.open.files",
                value = "Files that a partition has open at most; one more makes all of them visible.",
                defaultValue = "5000",
                min = 1)
        int maxOpenFiles,

        @Setting(
                name = "partitioner.class",
                value = "Which folder of the topic a record goes to.",
                defaultValue = "DefaultPartitioner",
                example = "TimeBasedPartitioner")
        String partitionerClass,

        @Setting(
                name = "partition.field.name",
                value = "Fields that FieldPartitioner makes folders of.",
                example = "country")
        List<String> partitionFieldName,

        @Setting(name = "partition.duration.ms", value = "Span of time that goes to one folder.", min = 1)
        Duration partitionDuration,

        @Setting(
                name = "path.format",
                value = "Folder of a time, in the letters of Joda-Time; text stands between single quotes.",
                example = "'day'=YYYY-MM-dd")
        String pathFormat,

        @Setting(name = "locale", value = "Language of the names of months and days.", defaultValue = "en-US")
        String locale,

        @Setting(name = "timezone", value = "Zone of folders and schedules.", defaultValue = "UTC")
        String timezone,

        @Setting(
                name = "timestamp.extractor",
                value = "Where the time of a record comes from.",
                defaultValue = "Wallclock")
        Partitioning.Source timestampExtractor,

        @Setting(
                name = "timestamp.field",
                value = "Field that RecordField reads: milliseconds since the epoch, or a text of ISO 8601.",
                defaultValue = "timestamp")
        String timestampField,

        @Setting(
                name = "behavior.on.null.values",
                value = "fail treats a record without a value as one that cannot be written; ignore leaves it out.",
                defaultValue = "fail")
        NullValues behaviorOnNullValues) {

    static final String STORE_URL = "store.url";

    /** What happens to a record without a value. */
    public enum NullValues {
        FAIL,
        IGNORE
    }

    public FileSinkSettings {
        partitionFieldName = List.copyOf(partitionFieldName);
        path(storeUrl);
        if (topicsDir.startsWith("/")
                || topicsDir.matches("(.*/)?\\.\\.?(/.*)?")
                || topicsDir.startsWith(Area.PRIVATE)) {
            throw new InvalidSetting(
                    "topics.dir", "topics.dir cannot be " + topicsDir + ".", "Write a folder inside the store.");
        }
        if (fileDelim.contains("/")) {
            throw new InvalidSetting("file.delim", "file.delim cannot have a slash in it.", "Write one such as +.");
        }
        Formats.named(formatClass, compression, compressionLevel);
        new Partitioning(
                        partitionerClass,
                        partitionFieldName,
                        partitionDuration,
                        pathFormat,
                        locale,
                        timezone,
                        timestampExtractor,
                        timestampField,
                        directoryDelim)
                .check();
    }

    boolean isAbsolute() {
        return path(storeUrl).isAbsolute();
    }

    /** The folder to write to. */
    Path folder(Path dataDir) {
        return dataDir.toAbsolutePath().resolve("files").resolve(path(storeUrl)).normalize();
    }

    /** For one task. */
    SinkPlan plan(InstantSource clock) {
        Partitioning partitioning = new Partitioning(
                partitionerClass,
                partitionFieldName,
                partitionDuration,
                pathFormat,
                locale,
                timezone,
                timestampExtractor,
                timestampField,
                directoryDelim);
        TimestampExtractor time = partitioning.extractor(clock);
        return new SinkPlan(
                Formats.named(formatClass, compression, compressionLevel),
                partitioning.partitioner(time),
                time,
                new ObjectNames(topicsDir, directoryDelim, fileDelim, padWidth),
                new Rotation(
                        flushSize,
                        Math.max(0, rotateInterval.toMillis()),
                        Math.max(0, rotateScheduleInterval.toMillis()),
                        partitioning.zone(),
                        maxOpenFiles),
                behaviorOnNullValues == NullValues.IGNORE);
    }

    private static Path path(String storeUrl) {
        try {
            URI uri = URI.create(storeUrl);
            if ("file".equals(uri.getScheme()) && uri.getQuery() == null && uri.getFragment() == null) {
                return uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
            }
        } catch (IllegalArgumentException notAPath) {
            // said below
        }
        throw new InvalidSetting(
                STORE_URL,
                "'" + storeUrl + "' is not the URL of a folder.",
                "Write one such as file:///data/out, or file:out for a folder of the node's own.");
    }
}
