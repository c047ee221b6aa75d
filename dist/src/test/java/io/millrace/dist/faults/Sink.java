package io.millrace.dist.faults;

import io.millrace.cli.api.DeploymentId;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A sink of the test's topic. Its flush has a file for each of four folders.
 *
 * @param name of the deployment
 * @param config its settings, as a flow of YAML, without its topics
 * @param store folder under which its files have the names that it gives them
 * @param bucket that this folder is, in the embedded store; null when it is a folder like any other
 * @param folders what the four are called, in front of a digit
 * @param extension of its files
 */
record Sink(String name, String config, Path store, String bucket, String folders, String extension) {

    private static final String JSON_LINES = ", format.class: JsonFormat";
    private static final String PARQUET = ", format.class: ParquetFormat";

    private static final String BY_FIELD = ", partitioner.class: FieldPartitioner, partition.field.name: g";

    /** The hour of a field, which every fourth record has the same. */
    private static final String BY_TIME = ", partitioner.class: TimeBasedPartitioner, partition.duration.ms: 3600000,"
            + " path.format: \"'hour'=HH\", locale: en-US, timestamp.extractor: RecordField, timestamp.field: t";

    /** A group that learns soon of who comes, and of who was killed. */
    private static final String ALERT =
            ", consumer.override.heartbeat.interval.ms: 500, consumer.override.session.timeout.ms: 6000";

    private static final String FILE_ROTATION =
            ", timezone: UTC, flush.size: 3000, rotate.schedule.interval.ms: 700" + ALERT;

    /** An object costs half a dozen requests, of which the embedded store does some hundred a second. */
    private static final String S3_ROTATION =
            ", timezone: UTC, flush.size: 20000, rotate.schedule.interval.ms: 2500" + ALERT;

    /** JSON lines in a folder for each value of a field. */
    static Sink filesByField(Path store) {
        return files("files-by-field", BY_FIELD + JSON_LINES, store, "g=", ".json");
    }

    /** Parquet in a folder for each hour of the records' own time. */
    static Sink filesByTime(Path store) {
        return files("files-by-time", BY_TIME + PARQUET, store, "hour=0", ".snappy.parquet");
    }

    private static Sink files(String name, String cut, Path store, String folders, String extension) {
        return new Sink(
                name,
                "connector.class: FileSink, store.url: \"" + store.toUri() + "\"" + FILE_ROTATION + cut,
                store,
                null,
                folders,
                extension);
    }

    /**
     * Parquet in a folder for each value of a field.
     *
     * @param dataDir of the node that runs the store
     */
    static Sink objectsByField(Path dataDir) {
        return objects("objects-by-field", BY_FIELD + PARQUET, dataDir, "g=", ".snappy.parquet");
    }

    /** JSON lines in a folder for each hour of the records' own time. */
    static Sink objectsByTime(Path dataDir) {
        return objects("objects-by-time", BY_TIME + JSON_LINES, dataDir, "hour=0", ".json");
    }

    private static Sink objects(String name, String cut, Path dataDir, String folders, String extension) {
        return new Sink(
                name,
                "connector.class: S3Sink, s3.bucket.name: " + name + S3_ROTATION + cut,
                EmbeddedBucket.folder(dataDir, name),
                name,
                folders,
                extension);
    }

    /** The same, with more settings. */
    Sink with(String more) {
        return new Sink(name, config + ", " + more, store, bucket, folders, extension);
    }

    DeploymentId id() {
        return new DeploymentId("Connector", name);
    }

    /** Its consumer group. */
    String group() {
        return "millrace.default.connector." + name;
    }

    /** Where the files of the topic appear, on disk. */
    Path topicFolder() {
        return store.resolve("topics").resolve(Pipeline.TOPIC);
    }

    /** Finds partition and first offset in the name of a file that readers may see. */
    Pattern fileName() {
        return Pattern.compile(Pipeline.TOPIC + "\\+(\\d+)\\+(\\d{10})" + Pattern.quote(extension));
    }

    @Override
    public String toString() {
        return name;
    }
}
