package io.millrace.sinks.formats.avro;

import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;

/** {@code avro.codec}: how blocks are compressed. */
public enum AvroCodec {
    NULL(DataFileConstants.NULL_CODEC),
    DEFLATE(DataFileConstants.DEFLATE_CODEC),
    SNAPPY(DataFileConstants.SNAPPY_CODEC),
    BZIP2(DataFileConstants.BZIP2_CODEC),
    ZSTANDARD(DataFileConstants.ZSTANDARD_CODEC);

    private final String avroName;

    AvroCodec(String avroName) {
        this.avroName = avroName;
    }

    CodecFactory factory() {
        return CodecFactory.fromString(avroName);
    }
}
