package io.millrace.sinks.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.sinks.formats.avro.AvroCodec;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "JsonFormat, NONE, NONE, .json",
        "Json, NONE, SNAPPY, .json",
        "io.confluent.connect.s3.format.json.JsonFormat, GZIP, GZIP, .json.gz",
        "JsonFormat, ZSTD, NONE, .json.zst",
        "CsvFormat, GZIP, NONE, .csv.gz",
        "io.confluent.connect.s3.format.bytearray.ByteArrayFormat, NONE, NONE, .bin",
        "ByteArray, ZSTD, NONE, .bin.zst",
        "ParquetFormat, NONE, NONE, .parquet",
        "Parquet, NONE, SNAPPY, .snappy.parquet",
        "io.confluent.connect.s3.format.parquet.ParquetFormat, NONE, GZIP, .gz.parquet",
        "ParquetFormat, NONE, ZSTD, .zstd.parquet",
        "io.confluent.connect.s3.format.avro.AvroFormat, NONE, NONE, .avro"
    })
    void knowsTheNamesThatUsersHave(String formatClass, Compression compression, ParquetCodec codec, String extension) {
        TextSettings text = TextSettings.of(compression);
        assertThat(settings(formatClass, text, codec)
                        .open(SchemaStore.inMemory())
                        .extension())
                .isEqualTo(extension);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused(
                () -> settings("io.example.TextFormat", TextSettings.DEFAULTS, ParquetCodec.NONE),
                "format.class",
                "There is no format io.example.TextFormat.",
                "Write format.class: JsonFormat, ParquetFormat, AvroFormat, CsvFormat or ByteArrayFormat.");
    }

    @Test
    void refusesToCompressParquetAsAWhole() {
        assertRefused(
                () -> settings("ParquetFormat", TextSettings.of(Compression.GZIP), ParquetCodec.NONE),
                "s3.compression.type",
                "Parquet compresses its pages, not the whole file.",
                "Remove s3.compression.type, and write parquet.codec: gzip.");
    }

    @Test
    void refusesToCompressAvroAsAWhole() {
        assertRefused(
                () -> settings("AvroFormat", TextSettings.of(Compression.ZSTD), null),
                "s3.compression.type",
                "Avro compresses its blocks, not the whole file.",
                "Remove s3.compression.type, and write avro.codec: deflate.");
    }

    @Test
    void refusesSettingsOfAnotherFormat() {
        assertRefused(
                () -> new FormatSettings(
                        "ParquetFormat",
                        TextSettings.DEFAULTS,
                        null,
                        AvroCodec.SNAPPY,
                        SchemaSettings.DEFAULTS,
                        List.of()),
                "avro.codec",
                "avro.codec is for AvroFormat, and the format is ParquetFormat.",
                "Remove avro.codec, or write format.class: AvroFormat.");
        assertRefused(
                () -> settings(
                        "JsonFormat",
                        new TextSettings(Compression.NONE, -1, null, false, null, null),
                        ParquetCodec.NONE),
                "csv.header",
                "csv.header is for CsvFormat, and the format is JsonFormat.",
                "Remove csv.header, or write format.class: CsvFormat.");
        assertRefused(
                () -> settings(
                        "CsvFormat", new TextSettings(Compression.NONE, -1, null, null, null, ";"), ParquetCodec.NONE),
                "format.bytearray.separator",
                "format.bytearray.separator is for ByteArrayFormat, and the format is CsvFormat.",
                "Remove format.bytearray.separator, or write format.class: ByteArrayFormat.");
    }

    @Test
    void refusesToCheckWhatIsNotPassedThrough() {
        TextSettings lines = new TextSettings(Compression.NONE, -1, LineCheck.LINE, null, null, null);
        assertRefused(
                () -> settings("ParquetFormat", lines, ParquetCodec.NONE),
                "json.check",
                "json.check is for JsonFormat, and the format is ParquetFormat.",
                "Remove json.check, or write format.class: JsonFormat.");
        assertRefused(
                () -> new FormatSettings("JsonFormat", lines, null, null, values("AvroConverter"), List.of()),
                "json.check",
                "These values are decoded, and the JSON made of them needs no check.",
                "Remove json.check.");
        assertThat(new FormatSettings("JsonFormat", lines, null, null, values("JsonSchemaConverter"), List.of())
                        .open(SchemaStore.inMemory())
                        .extension())
                .isEqualTo(".json");
    }

    @Test
    void refusesLevelsThatACompressionDoesNotHave() {
        assertRefused(
                () -> new TextSettings(Compression.GZIP, 10, null, null, null, null),
                "s3.compression.level",
                "gzip has no level 10.",
                "Write a level up to 9, or s3.compression.type: zstd.");
    }

    @Test
    void refusesAnExtensionThatIsAPath() {
        assertRefused(
                () -> new TextSettings(Compression.NONE, -1, null, null, "/x.bin", null),
                "format.bytearray.extension",
                "'/x.bin' is not the ending of a name.",
                "Write one such as .bin.");
    }

    private static void assertRefused(ThrowingCallable settings, String key, String what, String mend) {
        assertThatThrownBy(settings)
                .isInstanceOfSatisfying(InvalidSetting.class, refused -> {
                    assertThat(refused.key()).isEqualTo(key);
                    assertThat(refused.mend()).isEqualTo(mend);
                })
                .hasMessage(what);
    }

    private static SchemaSettings values(String converter) {
        return new SchemaSettings(
                Contradictions.REJECT,
                null,
                null,
                new RegistrySettings(
                        converter, List.of("http://registry:8081"), null, null, null, List.of(), null, null));
    }

    private static FormatSettings settings(String formatClass, TextSettings text, ParquetCodec codec) {
        return new FormatSettings(
                formatClass,
                text,
                new ParquetSettings(codec, 3, new ByteSize(1 << 20), new ByteSize(1 << 16)),
                null,
                SchemaSettings.DEFAULTS,
                List.of());
    }
}
