package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** The rows of a file that are not written yet, by column. */
final class RowGroup {

    /** Pages are looked at this often while one fills. */
    private static final int LOOKS_A_PAGE = 8;

    /** Of a column's objects, besides the arrays that grow with its values. */
    private static final int COLUMN_BYTES = 384;

    private final BytesInputCompressor compressor;
    private final Buffer page;
    private final int pageBytes;
    private Columns described;
    private ColumnWriter[] columns;
    private ColumnChunkPageWriteStore pages; // null before the first page ends
    private long rows;
    private long unseen; // bytes of records since the last look at the pages

    /** @param page shared with other row groups: nothing is kept in it between calls */
    RowGroup(Columns described, BytesInputCompressor compressor, Buffer page, int pageBytes) {
        this.compressor = compressor;
        this.page = page;
        this.pageBytes = pageBytes;
        take(described);
        for (Node.Leaf leaf : layout().leaves()) {
            columns[leaf.firstLeaf()] = new ColumnWriter(leaf, descriptor(leaf));
        }
    }

    private void take(Columns next) {
        described = next;
        columns = new ColumnWriter[next.descriptors().size()];
    }

    private ColumnDescriptor descriptor(Node.Leaf leaf) {
        return described.descriptors().get(leaf.firstLeaf());
    }

    private Layout layout() {
        return described.layout();
    }

    MessageType schema() {
        return described.schema();
    }

    void append(Row row) throws IOException {
        rows++;
        unseen += row.bytes();
        boolean look = unseen >= pageBytes / LOOKS_A_PAGE;
        unseen = look ? 0 : unseen;
        for (ColumnWriter column : columns) {
            if (column.append(row) || (look && column.pageBytes() >= pageBytes)) {
                column.endPage(pages(column), page);
            }
        }
    }

    private PageWriter pages(ColumnWriter column) {
        if (pages == null) {
            pages = new ColumnChunkPageWriteStore(
                    compressor,
                    schema(),
                    new HeapByteBufferAllocator(),
                    ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                    true);
        }
        return pages.getPageWriter(column.descriptor());
    }

    /** Writes all, and is not used any more. */
    void write(ParquetFileWriter file) throws IOException {
        file.startBlock(rows);
        for (ColumnWriter column : columns) {
            column.endColumn(pages(column), page);
        }
        pages.flushToFileWriter(file);
        file.endBlock();
        pages.close();
    }

    /** Frees what is not written. */
    void drop() {
        if (pages != null) {
            pages.close();
        }
    }

    /** Bytes of what is in it. */
    long bytes() {
        long bytes = 0;
        for (ColumnWriter column : columns) {
            bytes += column.held();
            bytes += pages == null ? 0 : pages(column).getMemSize();
        }
        return bytes;
    }

    /** Bytes of memory. */
    long held() {
        return bytes() + (long) COLUMN_BYTES * columns.length;
    }

    /**
     * Takes on a schema that has widened, if what is here can be told in it.
     *
     * @return false when it cannot; everything is as before then
     */
    boolean widen(Columns wider) {
        Node.Fields before = layout().root();
        if (pages != null || !holds(wider.layout().root(), before)) {
            return false;
        }
        ColumnWriter[] narrow = columns;
        take(wider);
        move(layout().root(), before, narrow);
        return true;
    }

    private static boolean holds(Node wider, Node node) {
        if (node instanceof Node.Fields fields) {
            // New fields stand after those that were there.
            return wider instanceof Node.Fields more
                    && all(more.children().subList(0, fields.children().size()), fields.children());
        }
        if (node instanceof Node.Elements elements) {
            return wider instanceof Node.Elements more && holds(more.element(), elements.element());
        }
        if (node instanceof Node.Entries entries) {
            return wider instanceof Node.Entries more && holds(more.value(), entries.value());
        }
        Type type = ((Node.Leaf) node).type();
        return wider instanceof Node.Leaf leaf
                && (leaf.type().equals(type) || (type == Scalar.SMALL_LONG && leaf.type() != Scalar.STRING));
    }

    private static boolean all(List<Node> wider, List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (!holds(wider.get(i), nodes.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void move(Node wider, Node node, ColumnWriter[] narrow) {
        if (node instanceof Node.Fields fields) {
            List<Node> children = ((Node.Fields) wider).children();
            for (int i = 0; i < children.size(); i++) {
                if (i < fields.children().size()) {
                    move(children.get(i), fields.children().get(i), narrow);
                } else {
                    add(children.get(i), wider, narrow[node.firstLeaf()]);
                }
            }
        } else if (node instanceof Node.Elements elements) {
            move(((Node.Elements) wider).element(), elements.element(), narrow);
        } else if (node instanceof Node.Entries entries) {
            move(((Node.Entries) wider).key(), entries.key(), narrow);
            move(((Node.Entries) wider).value(), entries.value(), narrow);
        } else {
            Node.Leaf leaf = (Node.Leaf) wider;
            columns[leaf.firstLeaf()] = narrow[node.firstLeaf()].widened(leaf, descriptor(leaf));
        }
    }

    private void add(Node field, Node object, ColumnWriter sibling) {
        for (int i = field.firstLeaf(); i < field.endLeaf(); i++) {
            Node.Leaf leaf = layout().leaves().get(i);
            columns[i] = new ColumnWriter(leaf, descriptor(leaf));
            columns[i].fillAs(sibling, object);
        }
    }
}
