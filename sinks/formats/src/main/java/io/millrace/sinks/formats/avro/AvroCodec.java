package io.millrace.sinks.formats.avro;

import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DeflateCodec;

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

    /** For the files of one thread. */
    CodecFactory factory() {
        return this == DEFLATE ? new SharedDeflate() : CodecFactory.fromString(avroName);
    }

    /** One for all files: each would take a quarter of a megabyte outside of the heap. */
    private static final class SharedDeflate extends CodecFactory {

        private final Codec codec = new DeflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);

        @Override
        protected Codec createInstance() {
            return codec;
        }
    }
}
