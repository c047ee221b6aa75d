package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.json.RowText;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Scalar;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** A format of values that are decoded into rows, which is also where their fields are found. */
final class DecodedFormat implements Format {

    private final Format format;
    private final RowSources rows;

    DecodedFormat(Format format, RowSources rows) {
        this.format = format;
        this.rows = rows;
    }

    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return format.begin(out);
    }

    @Override
    public RecordField field(String path) {
        return new RowField(path);
    }

    private final class RowField implements RecordField {

        private final String path;
        private final List<String> names;
        private Layout layout; // of the last row; null before the first, as what follows is
        private Node.Leaf leaf; // null when there is no such leaf
        private RowText text;

        RowField(String path) {
            this.path = path;
            this.names = List.of(path.split("\\."));
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Optional<Scalar> find(ConsumedRecord record) throws IOException {
            Row row = rows.of(record.topic()).read(record);
            if (row.layout() != layout) {
                layout = row.layout();
                leaf = leaf(layout.root());
                text = new RowText(layout);
            }
            return leaf == null || !row.has(leaf) ? Optional.empty() : Optional.of(scalar(row));
        }

        private Node.Leaf leaf(Node root) {
            Node node = root;
            for (String name : names) {
                int at = node instanceof Node.Fields fields ? fields.names().indexOf(name) : -1;
                if (at < 0) {
                    return null;
                }
                node = ((Node.Fields) node).children().get(at);
            }
            return node instanceof Node.Leaf found ? found : null;
        }

        /** Times are milliseconds since the epoch. */
        private Scalar scalar(Row row) {
            long value = row.cells(leaf.firstLeaf()).values[0];
            if (leaf.type() instanceof io.millrace.sinks.formats.schema.Scalar type) {
                switch (type) {
                    case SMALL_LONG, LONG, TIMESTAMP_MILLIS -> {
                        return new Scalar(Long.toString(value), true);
                    }
                    case TIMESTAMP_MICROS -> {
                        return new Scalar(Long.toString(Math.floorDiv(value, 1_000L)), true);
                    }
                    default -> {
                        // as a text
                    }
                }
            }
            return new Scalar(text.part(row, leaf).toString(), false);
        }
    }
}
