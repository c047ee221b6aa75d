package io.millrace.sinks.formats.parquet;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** One Parquet file. */
final class ParquetEncoder implements RecordEncoder {

    /** The memory of a row group is looked at this often while one fills, counted in bytes of records. */
    private static final int LOOKS_A_ROW_GROUP = 16;

    /** What a row group costs in the footer and in the headers of its pages, for each column. */
    private static final int CHUNK_BYTES = 200;

    private final ParquetFormat format;
    private final ParquetFile file;
    private String topic; // null before the first record, as what follows is
    private RowSource source;
    private Columns columns;
    private RowGroup rows; // null after a row group is written as well
    private int partition;
    private long firstOffset;
    private long lastOffset;
    private long unseen; // bytes of records since the last look

    ParquetEncoder(ParquetFormat format, OutputStream out) {
        this.format = format;
        this.file = new ParquetFile(out);
    }

    @Override
    public boolean write(ConsumedRecord record) throws IOException {
        if (source == null) {
            topic = record.topic();
            source = format.source(topic);
        }
        Row row = source.read(record);
        if (columns == null) {
            columns = format.columns(row.layout());
            partition = record.partition();
            firstOffset = record.offset();
        } else if (row.layout() != columns.layout() && !widen(row.layout())) {
            return false;
        }
        if (rows == null) {
            rows = format.rowGroup(columns);
        }
        rows.append(row);
        lastOffset = record.offset();
        unseen += row.bytes();
        if (unseen >= format.rowGroupBytes() / LOOKS_A_ROW_GROUP) {
            unseen = 0;
            if (rows.bytes() >= format.rowGroupBytes()) {
                spill();
            }
        }
        return true;
    }

    private boolean widen(Layout wider) {
        Columns next = format.columns(wider);
        if (!file.isEmpty() || !rows.widen(next)) {
            return false;
        }
        columns = next;
        return true;
    }

    @Override
    public void finish() throws IOException {
        spill();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("millrace.topic", topic);
        about.put("millrace.partition", String.valueOf(partition));
        about.put("millrace.first.offset", String.valueOf(firstOffset));
        about.put("millrace.last.offset", String.valueOf(lastOffset));
        about.put("millrace.schema.version", String.valueOf(schemaVersion()));
        file.end(columns.schema(), about);
    }

    @Override
    public int schemaVersion() {
        return columns.layout().schema().version();
    }

    @Override
    public long held() {
        return file.held() + (rows == null ? 0 : rows.held());
    }

    /** A row group costs something for good, so small ones are not worth it. */
    @Override
    public long spillable() {
        return rows == null
                ? 0
                : rows.held() - (long) CHUNK_BYTES * columns.descriptors().size();
    }

    @Override
    public void spill() throws IOException {
        if (rows != null) {
            file.write(rows);
            rows = null;
        }
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.drop();
            rows = null;
        }
    }
}
