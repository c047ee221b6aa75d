package io.millrace.sinks.formats.parquet;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Setting;

/** How Parquet files are written. */
public record ParquetSettings(
        @Setting(name = "parquet.codec", value = "How pages of Parquet files are compressed.", defaultValue = "snappy")
        ParquetCodec codec,

        @Setting(
                name = "parquet.compression.codec.zstd.level",
                value = "1 is fastest, 22 is smallest.",
                defaultValue = "3",
                min = 1,
                max = 22)
        int zstdLevel,

        @Setting(
                name = "parquet.block.size",
                value = "Compressed size of a row group of a Parquet file, which is in memory until it is written.",
                defaultValue = "16MiB",
                min = 64 * 1024,
                max = 1 << 30)
        ByteSize rowGroup,

        @Setting(
                name = "parquet.page.size",
                value = "Size at which a page of a Parquet file ends, before compression.",
                defaultValue = "1MiB",
                min = 4 * 1024,
                max = 1 << 26)
        ByteSize page) {}
