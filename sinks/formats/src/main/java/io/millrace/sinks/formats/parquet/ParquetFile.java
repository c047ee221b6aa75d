package io.millrace.sinks.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.Version;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * What is written of one file. Each row group has a writer of parquet-java of its own, whose footer is kept in few bytes until the
 * end, for a writer of the whole file would hold some kilobytes for each column chunk. Page indexes stand right behind their row
 * group. Not thread-safe.
 */
final class ParquetFile {

    private static final byte[] MAGIC = ParquetFileWriter.MAGIC;
    private static final int TRAILER_BYTES = Integer.BYTES + MAGIC.length;
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int FASTEST = 1;

    private final OutputStream out;
    private final List<byte[]> footers = new ArrayList<>(); // one for each row group
    private long position;
    private long held;

    ParquetFile(OutputStream out) {
        this.out = out;
    }

    /** True when it has no row group. */
    boolean isEmpty() {
        return footers.isEmpty();
    }

    /** Bytes of memory. */
    long held() {
        return held;
    }

    /** Writes a row group, which is not used any more. */
    void write(RowGroup rows) throws IOException {
        BufferedOutputStream pieces = new BufferedOutputStream(out, BUFFER_BYTES);
        ByteArrayOutputStream end = new ByteArrayOutputStream(BUFFER_BYTES);
        Switch stream = new Switch();
        // Each writer begins with the magic number, of which the file has one.
        stream.to = isEmpty() ? pieces : OutputStream.nullOutputStream();
        ParquetFileWriter writer = new ParquetFileWriter(
                new StreamFile(stream, isEmpty() ? 0 : position - MAGIC.length),
                rows.schema(),
                ParquetFileWriter.Mode.CREATE,
                0,
                0,
                null,
                ParquetProperties.builder().build());
        writer.start();
        stream.to = pieces;
        rows.write(writer);
        position = writer.getPos();
        stream.to = end;
        writer.end(Map.of());

        byte[] tail = end.toByteArray();
        int footerBytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TRAILER_BYTES);
        int indexBytes = tail.length - TRAILER_BYTES - footerBytes;
        pieces.write(tail, 0, indexBytes);
        pieces.flush();
        position += indexBytes;
        keep(Util.readFileMetaData(new ByteArrayInputStream(tail, indexBytes, footerBytes)));
    }

    private void keep(FileMetaData footer) throws IOException {
        FileMetaData alone =
                new FileMetaData(footer.getVersion(), List.of(), footer.getNum_rows(), footer.getRow_groups());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        Util.writeFileMetaData(alone, bytes);
        byte[] kept = Zstd.compress(bytes.toByteArray(), FASTEST);
        footers.add(kept);
        held += kept.length;
    }

    private static FileMetaData kept(byte[] footer) throws IOException {
        try (InputStream bytes = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(footer))) {
            return Util.readFileMetaData(bytes);
        }
    }

    /** Writes the footer. */
    void end(MessageType schema, Map<String, String> about) throws IOException {
        List<org.apache.parquet.format.RowGroup> rowGroups = new ArrayList<>();
        long rows = 0;
        for (byte[] footer : footers) {
            org.apache.parquet.format.RowGroup rowGroup =
                    kept(footer).getRow_groups().get(0);
            rowGroup.unsetOrdinal(); // only encrypted files need it
            rowGroups.add(rowGroup);
            rows += rowGroup.getNum_rows();
        }
        ParquetMetadata described = new ParquetMetadata(
                new org.apache.parquet.hadoop.metadata.FileMetaData(schema, about, Version.FULL_VERSION), List.of());
        FileMetaData footer = new ParquetMetadataConverter()
                .toParquetMetadata(ParquetFileWriter.CURRENT_VERSION, described)
                .setRow_groups(rowGroups)
                .setNum_rows(rows);
        ByteArrayOutputStream end = new ByteArrayOutputStream(BUFFER_BYTES);
        Util.writeFileMetaData(footer, end);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        end.writeBytes(length.putInt(end.size()).array());
        end.writeBytes(MAGIC);
        out.write(end.toByteArray());
    }

    /** Leads what a row group's writer writes to one place after the other. */
    private static final class Switch extends OutputStream {

        private OutputStream to;

        @Override
        public void write(int oneByte) throws IOException {
            to.write(oneByte);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            to.write(bytes, start, length);
        }
    }
}
