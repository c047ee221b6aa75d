package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.row.Decimals;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowCursor;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Scalar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;

/** Puts the cells of rows together again, as Avro has them: one field after the other, each whole. Not thread-safe. */
final class AvroRows {

    private final Layout layout;
    private final Schema schema;
    private final RowCursor cursor;
    private Row row;
    private BinaryEncoder out;

    /** @param schema has the layout's fields in the same order */
    AvroRows(Layout layout, Schema schema) {
        this.layout = layout;
        this.schema = schema;
        this.cursor = new RowCursor(layout);
    }

    Layout layout() {
        return layout;
    }

    Schema schema() {
        return schema;
    }

    void write(Row from, BinaryEncoder to) throws IOException {
        row = from;
        out = to;
        cursor.begin(from);
        write(layout.root(), schema);
        to.flush();
    }

    private void write(Node node, Schema nullable) throws IOException {
        Schema type = nullable;
        if (node.nullable()) {
            boolean there = cursor.isThere(node);
            out.writeIndex(there ? 1 : 0);
            if (!there) {
                return;
            }
            type = nullable.getTypes().get(1);
        }
        if (node instanceof Node.Fields fields) {
            List<Schema.Field> avro = type.getFields();
            for (int i = 0; i < avro.size(); i++) {
                write(fields.children().get(i), avro.get(i).schema());
            }
        } else if (node instanceof Node.Elements elements) {
            writeElements(elements, type.getElementType());
        } else if (node instanceof Node.Entries entries) {
            writeEntries(entries, type.getValueType());
        } else {
            Node.Leaf leaf = (Node.Leaf) node;
            write(leaf, cursor.value(leaf));
        }
    }

    private void writeElements(Node.Elements node, Schema element) throws IOException {
        int count = cursor.entries(node);
        out.writeArrayStart();
        if (count > 0) {
            out.setItemCount(count);
            for (int i = 0; i < count; i++) {
                out.startItem();
                write(node.element(), element);
            }
        }
        out.writeArrayEnd();
    }

    private void writeEntries(Node.Entries node, Schema value) throws IOException {
        int count = cursor.entries(node);
        out.writeMapStart();
        if (count > 0) {
            out.setItemCount(count);
            for (int i = 0; i < count; i++) {
                out.startItem();
                write(node.key(), null);
                write(node.value(), value);
            }
        }
        out.writeMapEnd();
    }

    private void write(Node.Leaf leaf, long value) throws IOException {
        if (leaf.type() instanceof DecimalType type) {
            out.writeBytes(
                    type.precision() <= DecimalType.MAX_LONG_PRECISION
                            ? ByteBuffer.wrap(Decimals.number(type, value, row)
                                    .unscaledValue()
                                    .toByteArray())
                            : bytes(value));
            return;
        }
        switch ((Scalar) leaf.type()) {
            case BOOLEAN -> out.writeBoolean(value != 0);
            case DATE, TIME_MILLIS -> out.writeInt((int) value);
            case SMALL_LONG, LONG, TIME_MICROS, TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> out.writeLong(value);
            case DOUBLE -> out.writeDouble(Double.longBitsToDouble(value));
            case STRING, BYTES -> out.writeBytes(row.array(value), Row.start(value), Row.length(value));
            case UUID -> {
                ByteBuffer bytes = bytes(value);
                String text = new UUID(bytes.getLong(), bytes.getLong()).toString();
                out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            }
            case NOTHING -> throw new IllegalStateException("a column without a type");
        }
    }

    private ByteBuffer bytes(long value) {
        return ByteBuffer.wrap(row.array(value), Row.start(value), Row.length(value));
    }
}
