package io.millrace.sinks.s3;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.BytesForm;
import io.millrace.sinks.formats.Compression;
import io.millrace.sinks.formats.EncodedCsv;
import io.millrace.sinks.formats.Envelope;
import io.millrace.sinks.formats.Envelope.Part;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.avro.AvroCodec;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.NameTemplate;
import io.millrace.sinks.writer.Rotation;
import io.millrace.sinks.writer.SinkPlan;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import io.millrace.sinks.writer.partitioner.WallClockTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The settings of Aiven's S3 sink, by their names and with their defaults. */
@Inapplicable(name = "aws.s3.backoff.*", why = "the node retries, with growing waits")
@Inapplicable(name = "kafka.retry.backoff.ms", why = "the node retries, with growing waits")
@Inapplicable(name = "aws.sts.*", why = "the chain of credentials assumes a role by its own profile or environment")
@Inapplicable(name = "value.converter.*", why = "values are taken as the bytes they are")
@Inapplicable(name = "key.converter.*", why = "keys are taken as the bytes they are")
public record AivenSettings(
        @Setting(
                name = "aws.s3.bucket.name",
                value = "The bucket; made when it is not there, in the embedded store only.",
                required = true,
                example = "quakes")
        String bucket,

        @Setting(name = "aws.s3.endpoint", value = "URL of the store; where the node's s3 settings say when not set.")
        String endpoint,

        @Setting(name = "aws.s3.region", value = "The bucket's region; the node's when not set.")
        String region,

        @Setting(name = "aws.access.key.id", value = "Access key, in place of a provider of credentials.")
        String accessKeyId,

        @Setting(name = "aws.secret.access.key", value = "The access key's secret.")
        Secret secretAccessKey,

        @Setting(
                name = "aws.credentials.provider",
                value = "Class name of a provider of credentials; AWS's chain when not set.")
        String credentialsProvider,

        @Setting(name = "aws.s3.sse.algorithm", value = "Encryption on the server: AES256, aws:kms or aws:kms:dsse.")
        String encryption,

        @Setting(
                name = "aws.s3.part.size.bytes",
                value = "Bytes after which a part of an object is uploaded.",
                defaultValue = "5242880",
                min = 5_242_880)
        ByteSize partSize,

        @Setting(
                name = "aws.s3.prefix",
                value = "In front of all names; may have the variables of file.name.template.",
                defaultValue = "")
        String prefix,

        @Setting(
                name = TEMPLATE,
                value =
                        "Name of an object, of text and variables: topic, partition, start_offset (both may have padding=true) and"
                                + " timestamp:unit=yyyy, MM, dd or HH.",
                example = "{{topic}}/{{timestamp:unit=yyyy}}/{{partition}}-{{start_offset}}.gz")
        String template,

        @Setting(
                name = COMPRESSION,
                value = "How objects are compressed: none, gzip, snappy (Parquet and Avro) or zstd.",
                defaultValue = "gzip")
        FileCompression compression,

        @Setting(
                name = "file.max.records",
                value = "Most records in an object; 0 for no limit.",
                defaultValue = "0",
                min = 0)
        int maxRecords,

        @Setting(
                name = "format.output.type",
                value = "How records are written: csv, jsonl, parquet or avro.",
                defaultValue = "csv")
        OutputType outputType,

        @Setting(
                name = FIELDS,
                value = "What is told of each record: any of key, value, offset, timestamp and headers.",
                defaultValue = "value")
        List<Part> fields,

        @Setting(
                name = "format.output.fields.value.encoding",
                value = "How csv has values: base64, or none for the bytes they are.",
                defaultValue = "base64")
        Encoding valueEncoding,

        @Setting(
                name = "format.output.envelope",
                value = "Whether a value that is told alone stands in an object of its own, not in csv.",
                defaultValue = "true")
        boolean envelope,

        @Setting(
                name = "key.converter",
                value =
                        "What keys are: texts (StringConverter), bytes told in Base64 (ByteArrayConverter) or JSON (JsonConverter).",
                defaultValue = "StringConverter")
        String keyConverter,

        @Setting(
                name = "value.converter",
                value =
                        "What values are: JSON (JsonConverter), texts (StringConverter) or bytes told in Base64 (ByteArrayConverter).",
                defaultValue = "JsonConverter")
        String valueConverter,

        @Setting(name = "timestamp.timezone", value = "Zone of the timestamp in names.", defaultValue = "UTC")
        String timezone,

        @Setting(
                name = "timestamp.source",
                value = "The timestamp in names: wallclock, when a record is written, or event, the record's own.",
                defaultValue = "wallclock")
        TimestampSource timestampSource,

        @Setting(
                name = "offset.flush.interval.ms",
                value = "Objects become visible whenever so much of the day has passed; a worker's setting in Connect.",
                defaultValue = "60000",
                min = 1)
        Duration flushInterval) {

    private static final String TEMPLATE = "file.name.template";
    private static final String COMPRESSION = "file.compression.type";
    private static final String FIELDS = "format.output.fields";
    private static final String DEFAULT_TEMPLATE = "{{topic}}-{{partition}}-{{start_offset}}";
    private static final int MAX_OPEN_FILES = 5_000;
    private static final ByteSize ROW_GROUP = ByteSize.ofMebibytes(16);
    private static final ByteSize PAGE = ByteSize.ofMebibytes(1);

    /** How objects are compressed. */
    public enum FileCompression {
        NONE,
        GZIP,
        SNAPPY,
        ZSTD
    }

    /** How records are written. */
    public enum OutputType {
        CSV,
        JSONL,
        PARQUET,
        AVRO
    }

    /** How csv has values. */
    public enum Encoding {
        BASE64,
        NONE
    }

    /** What the timestamp in names is. */
    public enum TimestampSource {
        WALLCLOCK,
        EVENT
    }

    public AivenSettings {
        fields = List.copyOf(fields);
        boolean isText = outputType == OutputType.CSV || outputType == OutputType.JSONL;
        if (isText && compression == FileCompression.SNAPPY) {
            throw new InvalidSetting(
                    COMPRESSION, "Lines are not compressed with snappy.", "Write " + COMPRESSION + ": zstd or gzip.");
        }
        if (fields.isEmpty() || fields.stream().distinct().count() < fields.size()) {
            throw new InvalidSetting(FIELDS, FIELDS + " needs each field once, and one at least.", "Write key,value.");
        }
        if (!envelope && fields.size() > 1) {
            throw new InvalidSetting(
                    "format.output.envelope", "Several fields need an envelope.", "Remove it, or tell one field.");
        }
        form("key.converter", keyConverter);
        form("value.converter", valueConverter);
        zone(timezone);
        names(prefix, template, record -> 0, ZoneId.of("UTC"));
    }

    /** The place, as the other sink has it. */
    S3StoreSettings store() {
        return new S3StoreSettings(
                bucket,
                endpoint,
                region,
                partSize,
                3,
                Duration.ofMillis(200),
                accessKeyId,
                secretAccessKey,
                credentialsProvider,
                encryption,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                S3StoreSettings.TaggingError.IGNORE,
                endpoint != null,
                null,
                null,
                null);
    }

    /** Names of the settings made that mean nothing to the embedded store. */
    List<String> ofOtherStores() {
        List<String> made = new ArrayList<>();
        if (region != null) {
            made.add("aws.s3.region");
        }
        if (accessKeyId != null) {
            made.addAll(List.of("aws.access.key.id", "aws.secret.access.key"));
        }
        if (credentialsProvider != null) {
            made.add("aws.credentials.provider");
        }
        if (encryption != null) {
            made.add("aws.s3.sse.algorithm");
        }
        return made;
    }

    /** For one task. */
    SinkPlan plan(InstantSource clock, SchemaStore schemas) {
        TimestampExtractor time =
                timestampSource == TimestampSource.EVENT ? Partitioning::recordTime : new WallClockTime(clock);
        NameTemplate names = names(prefix, template, time, zone(timezone));
        Rotation rotation = new Rotation(
                maxRecords == 0 ? Integer.MAX_VALUE : maxRecords,
                0,
                flushInterval.toMillis(),
                zone(timezone),
                MAX_OPEN_FILES);
        return new SinkPlan(format(schemas), names, time, names, rotation, false);
    }

    private Format format(SchemaStore schemas) {
        TextSettings text = TextSettings.of(textCompression());
        if (outputType == OutputType.CSV) {
            return new EncodedCsv(text, fields, valueEncoding == Encoding.NONE);
        }
        FormatSettings settings = new FormatSettings(
                formatClass(),
                outputType == OutputType.JSONL ? text : TextSettings.DEFAULTS,
                new ParquetSettings(ParquetCodec.valueOf(compression.name()), 3, ROW_GROUP, PAGE),
                outputType == OutputType.AVRO ? avroCodec() : null,
                SchemaSettings.DEFAULTS,
                List.of());
        BytesForm values = form("value.converter", valueConverter);
        boolean bare = !envelope && fields.equals(List.of(Part.VALUE)) && values == BytesForm.JSON;
        String extension = switch (compression) {
            case NONE -> "";
            case GZIP -> ".gz";
            case SNAPPY -> ".snappy";
            case ZSTD -> ".zst";
        };
        Format format = settings.open(schemas);
        return bare ? format : new Envelope(format, fields, form("key.converter", keyConverter), values, extension);
    }

    private Compression textCompression() {
        return switch (compression) {
            case NONE, SNAPPY -> Compression.NONE;
            case GZIP -> Compression.GZIP;
            case ZSTD -> Compression.ZSTD;
        };
    }

    private AvroCodec avroCodec() {
        return switch (compression) {
            case NONE -> AvroCodec.NULL;
            case GZIP -> AvroCodec.DEFLATE;
            case SNAPPY -> AvroCodec.SNAPPY;
            case ZSTD -> AvroCodec.ZSTANDARD;
        };
    }

    private String formatClass() {
        return switch (outputType) {
            case CSV, JSONL -> "JsonFormat";
            case PARQUET -> "ParquetFormat";
            case AVRO -> "AvroFormat";
        };
    }

    private static NameTemplate names(String prefix, String template, TimestampExtractor time, ZoneId zone) {
        try {
            return new NameTemplate(
                    prefix + (template == null ? DEFAULT_TEMPLATE : template), template == null, time, zone);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting(
                    TEMPLATE, "This is no template of names: " + wrong.getMessage(), "Write " + DEFAULT_TEMPLATE + ".");
        }
    }

    private static BytesForm form(String setting, String converter) {
        return switch (converter.substring(converter.lastIndexOf('.') + 1)) {
            case "JsonConverter" -> BytesForm.JSON;
            case "StringConverter" -> BytesForm.TEXT;
            case "ByteArrayConverter" -> BytesForm.BASE64;
            default ->
                throw new InvalidSetting(
                        setting,
                        "This class does not read what " + converter + " reads.",
                        "Write JsonConverter, StringConverter or ByteArrayConverter, or use S3Sink.");
        };
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new InvalidSetting(
                    "timestamp.timezone", "There is no time zone " + name + ".", "Write one such as UTC.");
        }
    }
}
