package io.millrace.sinks.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compresses pages without Hadoop. One serves all files of a task, one page at a time: its answer holds until the next call.
 */
public final class PageCompressor implements BytesInputCompressor {

    private static final Cleaner CLEANER = Cleaner.create();

    private final ParquetCodec codec;
    private final ZstdCompressCtx zstd; // null for other codecs
    private byte[] compressed = new byte[0];

    public PageCompressor(ParquetCodec codec, int level) {
        this.codec = codec;
        this.zstd = codec == ParquetCodec.ZSTD ? new ZstdCompressCtx().setLevel(level) : null;
        if (zstd != null) {
            CLEANER.register(this, zstd::close); // a format has no end of its own
        }
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        ByteBuffer bytes = page.toByteBuffer(new HeapByteBufferAllocator(), copy -> {});
        byte[] source = bytes.array();
        int start = bytes.arrayOffset() + bytes.position();
        int length = bytes.remaining();
        return switch (codec) {
            case NONE -> page;
            case GZIP -> gzip(source, start, length);
            case SNAPPY -> {
                reserve(Snappy.maxCompressedLength(length));
                yield BytesInput.from(compressed, 0, Snappy.compress(source, start, length, compressed, 0));
            }
            case ZSTD -> {
                reserve((int) Zstd.compressBound(length));
                yield BytesInput.from(
                        compressed, 0, zstd.compressByteArray(compressed, 0, compressed.length, source, start, length));
            }
        };
    }

    private static BytesInput gzip(byte[] source, int start, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(source, start, length);
        }
        return BytesInput.from(bytes);
    }

    private void reserve(int length) {
        if (length > compressed.length) {
            compressed = new byte[length];
        }
    }

    @Override
    public CompressionCodecName getCodecName() {
        return codec.parquetName();
    }

    @Override
    public void release() {}
}
