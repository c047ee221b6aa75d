package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Row;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** The values of a column within a row group, page by page. Not thread-safe. */
abstract class Values {

    /** Those of this page, as they are written without a dictionary. */
    protected final Buffer plain = new Buffer();

    /** Adds a value; see {@link io.millrace.sinks.formats.row.Cells} for what it means. */
    abstract void add(Row row, long value);

    /**
     * Writes the page's values and begins the next page.
     *
     * @param statistics takes the least and the greatest value, or bounds of them; null where nobody wants them
     */
    abstract Encoding encode(Buffer out, Statistics<?> statistics);

    /**
     * What the pages refer to; null when they do not.
     *
     * @param out keeps its bytes
     */
    DictionaryPage dictionary(Buffer out) {
        return null;
    }

    /** True when the page should end because the dictionary is too large. */
    boolean isDictionaryFull() {
        return false;
    }

    /** Bytes of this page, about. */
    int bytes() {
        return plain.length();
    }

    /** Bytes of memory. */
    int held() {
        return plain.capacity();
    }

    static Values of(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanValues();
            case INT32, INT64, DOUBLE -> new NumberValues(type.getPrimitiveTypeName());
            case BINARY -> new ByteValues(true);
            case FIXED_LEN_BYTE_ARRAY -> new ByteValues(false);
            default -> throw new IllegalArgumentException("no values of " + type);
        };
    }
}
