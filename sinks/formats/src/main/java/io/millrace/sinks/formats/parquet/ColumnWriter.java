package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Cells;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Scalar;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A column of a row group. Pages end between rows. */
final class ColumnWriter {

    /** As many as parquet-java's; so a page is a fair step for readers that skip by the page index. */
    private static final int MAX_PAGE_ROWS = 20_000;

    private final Node.Leaf leaf;
    private final ColumnDescriptor descriptor;
    private final Levels repetitions;
    private final Levels definitions;
    private final Values values;
    private int rows;
    private int nulls;

    ColumnWriter(Node.Leaf leaf, ColumnDescriptor descriptor) {
        this(
                leaf,
                descriptor,
                new Levels(leaf.repetition()),
                new Levels(leaf.definition()),
                Values.of(type(descriptor)));
    }

    private ColumnWriter(
            Node.Leaf leaf, ColumnDescriptor descriptor, Levels repetitions, Levels definitions, Values values) {
        this.leaf = leaf;
        this.descriptor = descriptor;
        this.repetitions = repetitions;
        this.definitions = definitions;
        this.values = values;
    }

    /** This column, at its place in a wider schema. Only while no page has ended; this one is not used any more then. */
    ColumnWriter widened(Node.Leaf wider, ColumnDescriptor place) {
        if (wider.type() == Scalar.DOUBLE && leaf.type() != Scalar.DOUBLE) {
            ((NumberValues) values).becomeDoubles();
        }
        ColumnWriter column = new ColumnWriter(wider, place, repetitions, definitions, values);
        column.rows = rows;
        column.nulls = nulls;
        return column;
    }

    /**
     * Fills this empty column with the nulls of rows that did not know it.
     *
     * @param sibling a column of the same object
     * @param object that got the field
     */
    void fillAs(ColumnWriter sibling, Node object) {
        for (int i = 0; i < sibling.definitions.count(); i++) {
            int repetition = sibling.leaf.repetition() == 0 ? 0 : sibling.repetitions.get(i);
            if (repetition <= object.repetition()) {
                repetitions.add(repetition);
                definitions.add(Math.min(sibling.definitions.get(i), object.definition()));
                nulls++;
            }
        }
        rows = sibling.rows;
    }

    /** @return true when the page should end */
    boolean append(Row row) {
        Cells cells = row.cells(leaf.firstLeaf());
        boolean repeated = leaf.repetition() > 0;
        for (int i = 0; i < cells.size; i++) {
            int definition = cells.definitions[i];
            definitions.add(definition);
            if (repeated) {
                repetitions.add(i == 0 ? 0 : cells.repetitions[i]);
            }
            if (definition == leaf.definition()) {
                values.add(row, cells.values[i]);
            } else {
                nulls++;
            }
        }
        return ++rows >= MAX_PAGE_ROWS || values.isDictionaryFull();
    }

    /** Bytes of this page, about. */
    int pageBytes() {
        return values.bytes();
    }

    /** Ends the page, if there is anything in it. */
    void endPage(PageWriter pages, Buffer page) throws IOException {
        if (rows == 0) {
            return;
        }
        int entries = definitions.count();
        page.clear();
        repetitions.encode(page);
        definitions.encode(page);
        Statistics<?> statistics = hasStatistics() ? Statistics.createStats(type(descriptor)) : null;
        if (statistics != null) {
            statistics.incrementNumNulls(nulls);
        }
        Encoding encoding = values.encode(page, statistics);
        pages.writePage(
                BytesInput.from(page.array(), 0, page.length()),
                entries,
                rows,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
        rows = 0;
        nulls = 0;
    }

    void endColumn(PageWriter pages, Buffer page) throws IOException {
        endPage(pages, page);
        DictionaryPage dictionary = values.dictionary(page);
        if (dictionary != null) {
            pages.writeDictionaryPage(dictionary);
        }
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Bytes of memory. */
    int held() {
        return values.held() + definitions.held() + repetitions.held();
    }

    /** Long decimals are compared as signed numbers, which no bytes are here. */
    private boolean hasStatistics() {
        PrimitiveType type = type(descriptor);
        return type.getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                || !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
    }

    private static PrimitiveType type(ColumnDescriptor descriptor) {
        return descriptor.getPrimitiveType();
    }
}
