package io.millrace.sinks.formats.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** {@code parquet.codec}: how pages are compressed. */
public enum ParquetCodec {
    NONE("", CompressionCodecName.UNCOMPRESSED),
    SNAPPY(".snappy", CompressionCodecName.SNAPPY),
    GZIP(".gz", CompressionCodecName.GZIP),
    ZSTD(".zstd", CompressionCodecName.ZSTD);

    private final String extension;
    private final CompressionCodecName name;

    ParquetCodec(String extension, CompressionCodecName name) {
        this.extension = extension;
        this.name = name;
    }

    /** What stands before {@code .parquet} in a file's name. */
    String extension() {
        return extension;
    }

    CompressionCodecName parquetName() {
        return name;
    }
}
