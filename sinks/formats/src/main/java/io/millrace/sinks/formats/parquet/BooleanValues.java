package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Row;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** Truth values: a bit each. */
final class BooleanValues extends Values {

    private int count;
    private int trues;

    @Override
    void add(Row row, long value) {
        int bit = count++ % Byte.SIZE;
        trues += (int) value;
        if (bit == 0) {
            plain.put((int) value);
        } else {
            plain.orLast((int) value << bit);
        }
    }

    @Override
    Encoding encode(Buffer out, Statistics<?> statistics) {
        out.put(plain);
        if (statistics != null && count > 0) {
            statistics.updateStats(trues == count);
            statistics.updateStats(trues > 0);
        }
        plain.clear();
        count = 0;
        trues = 0;
        return Encoding.PLAIN;
    }
}
