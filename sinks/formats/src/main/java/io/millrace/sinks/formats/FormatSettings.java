package io.millrace.sinks.formats;

import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.json.JsonRows;
import io.millrace.sinks.formats.parquet.ParquetFormat;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.formats.schema.SharedSchema;
import io.millrace.sinks.formats.schema.Widening;

/**
 * How a sink writes records, by the names that users have for it.
 *
 * @param formatClass {@code JsonFormat} or {@code ParquetFormat}, alone or with a package in front
 * @param compression of text files
 * @param level of that compression; -1 for its default
 * @param contradictions what becomes of values that contradict an inferred schema
 */
public record FormatSettings(
        @Setting(
                name = FORMAT_CLASS,
                value = "How records are written: JsonFormat or ParquetFormat.",
                defaultValue = "JsonFormat",
                example = "ParquetFormat")
        String formatClass,

        @Setting(name = COMPRESSION_TYPE, value = "How text files are compressed.", defaultValue = "none")
        Compression compression,

        @Setting(
                name = "s3.compression.level",
                value = "1 is fastest, 9 is smallest, -1 is the compression's default.",
                defaultValue = "-1",
                min = -1,
                max = 9)
        int level,

        @Included ParquetSettings parquet,

        @Setting(
                name = "schema.contradictions",
                value =
                        "What happens to a value that contradicts the schema, which Parquet takes from the records: reject treats the"
                                + " record as one that cannot be written, string makes the field a text.",
                defaultValue = "reject")
        Contradictions contradictions) {

    private static final String FORMAT_CLASS = "format.class";
    private static final String COMPRESSION_TYPE = "s3.compression.type";

    public FormatSettings {
        if (kind(formatClass) == Kind.PARQUET && compression != Compression.NONE) {
            throw new InvalidSetting(
                    COMPRESSION_TYPE,
                    "Parquet compresses its pages, not the whole file.",
                    "Remove " + COMPRESSION_TYPE + ", and write parquet.codec: gzip.");
        }
    }

    /**
     * For one task.
     *
     * @param schemas of the deployment, for formats that have a schema
     */
    public Format open(SchemaStore schemas) {
        return switch (kind(formatClass)) {
            case JSON_LINES -> new JsonLines(compression, level);
            case PARQUET -> new ParquetFormat(parquet, inferred(schemas));
        };
    }

    private RowSources inferred(SchemaStore schemas) {
        return topic ->
                JsonRows.inferring(new SharedSchema(schemas, topic, new Widening(contradictions)), contradictions);
    }

    private static Kind kind(String formatClass) {
        return switch (formatClass.substring(formatClass.lastIndexOf('.') + 1)) {
            case "JsonFormat", "Json" -> Kind.JSON_LINES;
            case "ParquetFormat", "Parquet" -> Kind.PARQUET;
            default ->
                throw new InvalidSetting(
                        FORMAT_CLASS,
                        "There is no format " + formatClass + ".",
                        "Write " + FORMAT_CLASS + ": JsonFormat or ParquetFormat.");
        };
    }

    private enum Kind {
        JSON_LINES,
        PARQUET
    }
}
