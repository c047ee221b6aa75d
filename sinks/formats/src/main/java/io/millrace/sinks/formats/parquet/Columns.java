package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Layout;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;

/**
 * A layout in Parquet's words, for all row groups that have it.
 *
 * @param descriptors in the order of the layout's leaves
 */
record Columns(Layout layout, MessageType schema, List<ColumnDescriptor> descriptors) {

    static Columns of(Layout layout) {
        MessageType schema = ParquetSchema.of(layout.schema().type());
        return new Columns(layout, schema, schema.getColumns());
    }
}
