package io.millrace.sinks.formats.parquet;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** One Parquet file. */
final class ParquetEncoder implements RecordEncoder {

    /** The memory of a row group is looked at this often while one fills, counted in bytes of records. */
    private static final int LOOKS_A_ROW_GROUP = 16;

    private final ParquetFormat format;
    private final OutputStream out;
    private String topic; // null before the first record, as what follows is
    private RowSource source;
    private RowGroup rows;
    private ParquetFileWriter file; // null before the first row group is written
    private int partition;
    private long firstOffset;
    private long lastOffset;
    private long unseen; // bytes of records since the last look

    ParquetEncoder(ParquetFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public boolean write(ConsumedRecord record) throws IOException {
        if (source == null) {
            topic = record.topic();
            source = format.source(topic);
        }
        Row row = source.read(record);
        if (rows == null) {
            rows = format.rowGroup(row.layout());
            partition = record.partition();
            firstOffset = record.offset();
        } else if (row.layout() != rows.layout() && (file != null || !rows.widen(row.layout()))) {
            return false;
        }
        rows.append(row);
        lastOffset = record.offset();
        unseen += row.bytes();
        if (unseen >= format.rowGroupBytes() / LOOKS_A_ROW_GROUP) {
            unseen = 0;
            if (rows.held() >= format.rowGroupBytes()) {
                writeRowGroup();
                rows = format.rowGroup(row.layout());
            }
        }
        return true;
    }

    private void writeRowGroup() throws IOException {
        if (file == null) {
            file = new ParquetFileWriter(
                    new StreamFile(out),
                    rows.schema(),
                    ParquetFileWriter.Mode.CREATE,
                    format.rowGroupBytes(),
                    0,
                    null,
                    ParquetProperties.builder().build());
            file.start();
        }
        rows.write(file);
    }

    @Override
    public void finish() throws IOException {
        if (rows.size() > 0 || file == null) {
            writeRowGroup();
        }
        Map<String, String> about = new LinkedHashMap<>();
        about.put("millrace.topic", topic);
        about.put("millrace.partition", String.valueOf(partition));
        about.put("millrace.first.offset", String.valueOf(firstOffset));
        about.put("millrace.last.offset", String.valueOf(lastOffset));
        about.put(
                "millrace.schema.version", String.valueOf(rows.layout().schema().version()));
        file.end(about);
    }

    @Override
    public long held() {
        return rows == null ? 0 : rows.held();
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.drop();
        }
    }
}
