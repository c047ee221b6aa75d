package io.millrace.sinks.writer;

import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import java.time.Duration;
import java.time.InstantSource;

/** What sinks that write objects have in common: the settings of Confluent's S3 sink, by its names and with its defaults. */
@Inapplicable(name = "storage.class", why = "the connector's class says where objects go")
@Inapplicable(name = "schema.compatibility", why = "a schema widens, and schema.contradictions says what cannot")
@Inapplicable(name = "schema.generator.class", why = "a schema comes from value.schema or from the records")
@Inapplicable(name = "schema.cache.size", why = "there is one schema for a topic")
@Inapplicable(name = "enhanced.avro.schema.support", why = "a schema comes from value.schema or from the records")
@Inapplicable(name = "connect.meta.data", why = "files have no metadata of Connect")
@Inapplicable(name = "store.kafka.keys", why = "keys have no files of their own; metadata.fields: key tells them")
@Inapplicable(
        name = "store.kafka.headers",
        why = "headers have no files of their own; metadata.fields: headers tells them")
@Inapplicable(name = "keys.format.class", why = "keys have no files of their own; metadata.fields: key tells them")
@Inapplicable(
        name = "headers.format.class",
        why = "headers have no files of their own; metadata.fields: headers tells them")
@Inapplicable(name = "json.decimal.format", why = "values are written as they came")
@Inapplicable(name = "enable.conditional.writes", why = "every record is written exactly once anyway")
@Inapplicable(name = "rotate.file.on.partition.change", why = "files of several folders are open at a time")
@Inapplicable(name = "append.late.data", why = "late records go to the folder of their own time")
public record SinkSettings(
        @Setting(name = "topics.dir", value = "Folder in front of those of the topics.", defaultValue = "topics")
        String topicsDir,

        @Setting(name = "file.delim", value = "What stands between the parts of a file's name.", defaultValue = "+")
        String fileDelim,

        @Setting(
                name = "filename.offset.zero.pad.width",
                value = "Least number of digits of the offset in a file's name.",
                defaultValue = "10",
                min = 0,
                max = 19)
        int padWidth,

        @Included FormatSettings format,

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

        @Included Partitioning partitioning,

        @Setting(
                name = "behavior.on.null.values",
                value = "fail treats a record without a value as one that cannot be written; ignore leaves it out.",
                defaultValue = "fail")
        NullValues behaviorOnNullValues) {

    /** What happens to a record without a value. */
    public enum NullValues {
        FAIL,
        IGNORE
    }

    public SinkSettings {
        if (topicsDir.startsWith("/")
                || topicsDir.matches("(.*/)?\\.\\.?(/.*)?")
                || topicsDir.startsWith(Area.PRIVATE)) {
            throw new InvalidSetting(
                    "topics.dir", "topics.dir cannot be " + topicsDir + ".", "Write a folder inside the store.");
        }
        if (fileDelim.contains("/")) {
            throw new InvalidSetting("file.delim", "file.delim cannot have a slash in it.", "Write one such as +.");
        }
        partitioning.check();
    }

    /**
     * For one task.
     *
     * @param schemas of the deployment
     */
    public SinkPlan plan(InstantSource clock, SchemaStore schemas) {
        Format opened = format.open(schemas);
        TimestampExtractor time = partitioning.extractor(clock, opened::field);
        return new SinkPlan(
                opened,
                partitioning.partitioner(time, opened::field),
                time,
                new FolderNames(topicsDir, partitioning.directoryDelim(), fileDelim, padWidth),
                new Rotation(
                        flushSize,
                        Math.max(0, rotateInterval.toMillis()),
                        Math.max(0, rotateScheduleInterval.toMillis()),
                        partitioning.zone(),
                        maxOpenFiles),
                behaviorOnNullValues == NullValues.IGNORE);
    }
}
