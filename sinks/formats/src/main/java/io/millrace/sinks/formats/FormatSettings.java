package io.millrace.sinks.formats;

import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.avro.AvroCodec;
import io.millrace.sinks.formats.avro.AvroFormat;
import io.millrace.sinks.formats.json.JsonRows;
import io.millrace.sinks.formats.parquet.ParquetFormat;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.registry.KeyText;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.formats.schema.SharedSchema;
import io.millrace.sinks.formats.schema.Widening;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How a sink writes records, by the names that users have for it.
 *
 * @param formatClass alone or with a package in front
 * @param avroCodec null when it is not set
 * @param metadata in the order of the fields; mostly empty
 */
public record FormatSettings(
        @Setting(
                name = FORMAT_CLASS,
                value = "How records are written: " + FormatKind.NAMES + ".",
                defaultValue = "JsonFormat",
                example = "ParquetFormat")
        String formatClass,

        @Included TextSettings text,

        @Included ParquetSettings parquet,

        @Setting(
                name = AVRO_CODEC,
                value = "How blocks of Avro files are compressed; null, which is not at all, when it is not set.",
                example = "snappy")
        AvroCodec avroCodec,

        @Included SchemaSettings schema,

        @Setting(
                name = METADATA,
                value =
                        "What is told of each record in fields in front of its value's own, _offset and so on: any of key, headers,"
                                + " topic, partition, offset and timestamp. Keys and headers are texts.",
                example = "[key, offset, timestamp]")
        List<Metadata> metadata) {

    static final String FORMAT_CLASS = "format.class";
    private static final String AVRO_CODEC = "avro.codec";
    private static final String METADATA = "metadata.fields";

    public FormatSettings {
        FormatKind kind = FormatKind.of(formatClass);
        if (kind == FormatKind.PARQUET && text.compression() != Compression.NONE) {
            throw new InvalidSetting(
                    TextSettings.COMPRESSION_TYPE,
                    "Parquet compresses its pages, not the whole file.",
                    "Remove " + TextSettings.COMPRESSION_TYPE + ", and write parquet.codec: gzip.");
        }
        if (kind == FormatKind.AVRO && text.compression() != Compression.NONE) {
            throw new InvalidSetting(
                    TextSettings.COMPRESSION_TYPE,
                    "Avro compresses its blocks, not the whole file.",
                    "Remove " + TextSettings.COMPRESSION_TYPE + ", and write " + AVRO_CODEC + ": deflate.");
        }
        if (schema.isGiven() && (kind == FormatKind.JSON_LINES || kind == FormatKind.RAW_BYTES)) {
            throw new InvalidSetting(
                    schema.text() != null ? SchemaSettings.TEXT : SchemaSettings.FILE,
                    "Values are written as they are, without a schema.",
                    "Remove it, or write " + FORMAT_CLASS + ": ParquetFormat, AvroFormat or CsvFormat.");
        }
        if (new HashSet<>(metadata).size() < metadata.size()) {
            throw new InvalidSetting(METADATA, METADATA + " names a field twice.", "Name each field once.");
        }
        if (!metadata.isEmpty() && kind == FormatKind.RAW_BYTES) {
            throw new InvalidSetting(
                    METADATA, "Raw bytes have no fields.", "Remove " + METADATA + ", or write another format.");
        }
        kind.refuseUnless(FormatKind.AVRO, AVRO_CODEC, avroCodec);
        kind.refuseUnless(FormatKind.JSON_LINES, TextSettings.JSON_CHECK, text.jsonCheck());
        if (text.jsonCheck() != null
                && schema.registry().hasValues()
                && !schema.registry().hasJson()) {
            throw new InvalidSetting(
                    TextSettings.JSON_CHECK,
                    "These values are decoded, and the JSON made of them needs no check.",
                    "Remove " + TextSettings.JSON_CHECK + ".");
        }
        kind.refuseUnless(FormatKind.CSV, TextSettings.CSV_HEADER, text.csvHeader());
        kind.refuseUnless(FormatKind.RAW_BYTES, TextSettings.EXTENSION, text.extension());
        kind.refuseUnless(FormatKind.RAW_BYTES, TextSettings.SEPARATOR, text.separator());
    }

    /**
     * For one task.
     *
     * @param schemas of the deployment, for formats that have a schema
     */
    public Format open(SchemaStore schemas) {
        return schema.registry().hasValues() ? decoding(schemas) : taking(schemas);
    }

    /** Takes values as what they are. */
    private Format taking(SchemaStore schemas) {
        Format format = switch (FormatKind.of(formatClass)) {
            case JSON_LINES -> new JsonLines(text);
            case CSV -> new Csv(text, columns(schemas));
            case RAW_BYTES -> new RawBytes(text);
            case AVRO -> new AvroFormat(avroCodec, typed(schemas));
            case PARQUET -> new ParquetFormat(parquet, typed(schemas));
        };
        return metadata.isEmpty() ? format : new WithMetadata(format, metadata, keys());
    }

    /** Takes values by the schemas they were written with. */
    private Format decoding(SchemaStore schemas) {
        RegistrySettings registry = schema.registry();
        if (registry.hasJson() && FormatKind.of(formatClass) == FormatKind.JSON_LINES) {
            return new WithoutHeader(taking(schemas));
        }
        FormatKind kind = FormatKind.of(formatClass);
        RowSources decoded = switch (kind) {
            case PARQUET, AVRO -> registry.values(schemas, schema.contradictions(), metadataFields());
            case CSV -> registry.texts(schemas, metadataFields());
            case JSON_LINES, RAW_BYTES -> registry.each(metadataFields());
        };
        RowSources rows = new DecodedRows(decoded, metadata, keys());
        Format format = switch (kind) {
            case JSON_LINES -> new RowLines(text, rows);
            case CSV -> new Csv(text, rows);
            case RAW_BYTES -> new RawBytes(text);
            case AVRO -> new AvroFormat(avroCodec, rows);
            case PARQUET -> new ParquetFormat(parquet, rows);
        };
        RowSources typed =
                kind == FormatKind.CSV ? new DecodedRows(registry.each(List.of()), List.of(), KeyText.PLAIN) : rows;
        return new DecodedFormat(format, typed);
    }

    private KeyText keys() {
        return schema.registry().hasKeys() && metadata.contains(Metadata.KEY)
                ? schema.registry().keys()
                : KeyText.PLAIN;
    }

    /** Rows with types: by the schema that is given, or by one that grows with the records. */
    private RowSources typed(SchemaStore schemas) {
        Optional<Schema> given = given();
        return given.isPresent()
                ? topic -> JsonRows.of(given.get())
                : topic -> JsonRows.inferring(
                        new SharedSchema(schemas, topic, new Widening(schema.contradictions())),
                        schema.contradictions(),
                        metadataFields());
    }

    /**
     * Rows of texts. What is known of columns is kept apart from the schema of the same topic that has types, under a name that no
     * topic can have.
     */
    private RowSources columns(SchemaStore schemas) {
        Optional<Schema> given = given();
        return given.isPresent()
                ? topic -> checked(given.get())
                : topic -> JsonRows.ofTexts(
                        new SharedSchema(schemas, topic + "@csv", new Widening(Contradictions.STRING)),
                        metadataFields());
    }

    private List<Field> metadataFields() {
        return metadata.stream().map(Metadata::field).toList();
    }

    private Optional<Schema> given() {
        return schema.given().map(value -> {
            List<Field> fields = new ArrayList<>(metadataFields());
            fields.addAll(value.type().fields());
            return new Schema(value.version(), new RecordType(fields));
        });
    }

    /** The columns of a schema as texts, of records that fit its types. */
    private static RowSource checked(Schema schema) {
        RowSource types = JsonRows.of(schema);
        RowSource texts = JsonRows.ofTexts(schema);
        return record -> {
            types.read(record);
            return texts.read(record);
        };
    }
}
