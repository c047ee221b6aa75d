package io.millrace.sinks.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.ParquetSettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "JsonFormat, NONE, .json",
        "Json, SNAPPY, .json",
        "io.confluent.connect.s3.format.json.JsonFormat, GZIP, .json",
        "ParquetFormat, NONE, .parquet",
        "Parquet, SNAPPY, .snappy.parquet",
        "io.confluent.connect.s3.format.parquet.ParquetFormat, GZIP, .gz.parquet",
        "ParquetFormat, ZSTD, .zstd.parquet"
    })
    void knowsTheNamesThatUsersHave(String formatClass, ParquetCodec codec, String extension) {
        assertThat(settings(formatClass, Compression.NONE, codec)
                        .open(SchemaStore.inMemory())
                        .extension())
                .isEqualTo(extension);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> settings("io.example.TextFormat", Compression.NONE, ParquetCodec.NONE))
                .isInstanceOfSatisfying(InvalidSetting.class, refused -> {
                    assertThat(refused.key()).isEqualTo("format.class");
                    assertThat(refused.mend()).isEqualTo("Write format.class: JsonFormat or ParquetFormat.");
                })
                .hasMessage("There is no format io.example.TextFormat.");
    }

    @Test
    void refusesToCompressParquetAsAWhole() {
        assertThatThrownBy(() -> settings("ParquetFormat", Compression.GZIP, ParquetCodec.NONE))
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo("s3.compression.type"));
    }

    private static FormatSettings settings(String formatClass, Compression compression, ParquetCodec codec) {
        return new FormatSettings(
                formatClass,
                compression,
                -1,
                new ParquetSettings(codec, 3, new ByteSize(1 << 20), new ByteSize(1 << 16)),
                Contradictions.REJECT);
    }
}
