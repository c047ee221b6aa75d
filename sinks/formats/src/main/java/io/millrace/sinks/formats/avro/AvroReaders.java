package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.json.PartText;
import io.millrace.sinks.formats.row.Cells;
import io.millrace.sinks.formats.row.Decimals;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes the readers of a schema's values: a tree of them, each of which knows where its part goes. */
final class AvroReaders {

    private static final int UUID_BYTES = 16;

    private AvroReaders() {}

    /** Reads one part of a value into a row. */
    @FunctionalInterface
    interface Part {
        void read(AvroInput in, Row row);
    }

    /** @param node holds the schema's type */
    static Part part(Schema schema, Node node) {
        if (schema.getType() == Schema.Type.UNION) {
            return union(schema, node);
        }
        if (node instanceof Node.Fields fields) {
            return record(schema, fields);
        }
        if (node instanceof Node.Elements elements) {
            return list(part(schema.getElementType(), elements.element()), elements);
        }
        if (node instanceof Node.Entries entries) {
            return map(part(schema.getValueType(), entries.value()), entries);
        }
        Node.Leaf leaf = (Node.Leaf) node;
        boolean isText = schema.getType() == Schema.Type.STRING || schema.getType() == Schema.Type.ENUM;
        return leaf.type() == Scalar.STRING && !isText ? text(schema, leaf) : scalar(schema, leaf);
    }

    private static Part union(Schema union, Node node) {
        boolean hasFields = AvroSchemaReader.hasFields(union);
        if (hasFields && node instanceof Node.Leaf leaf) {
            return text(union, leaf);
        }
        Part[] branches = new Part[union.getTypes().size()]; // null for null
        for (int i = 0; i < branches.length; i++) {
            Schema type = union.getTypes().get(i);
            if (type.getType() != Schema.Type.NULL) {
                branches[i] = part(type, hasFields ? child(node, AvroSchemaReader.branch(type, union)) : node);
            }
        }
        return (in, row) -> {
            Part branch = branches[in.readInt()];
            if (branch != null) {
                if (hasFields) {
                    row.present(node);
                }
                branch.read(in, row);
            }
        };
    }

    private static Node child(Node node, String name) {
        Node.Fields fields = (Node.Fields) node;
        return fields.children().get(fields.names().indexOf(name));
    }

    private static Part record(Schema schema, Node.Fields node) {
        Part[] fields = schema.getFields().stream()
                .map(field -> part(field.schema(), child(node, field.name())))
                .toArray(Part[]::new);
        return (in, row) -> {
            row.present(node);
            for (Part field : fields) {
                field.read(in, row);
            }
        };
    }

    private static Part list(Part element, Node.Elements node) {
        return (in, row) -> {
            row.present(node);
            boolean first = true;
            for (long count = in.readBlock(); count > 0; count = in.readBlock()) {
                for (long i = 0; i < count; i++) {
                    row.entry(node, first);
                    first = false;
                    element.read(in, row);
                }
            }
        };
    }

    private static Part map(Part value, Node.Entries node) {
        return (in, row) -> {
            row.present(node);
            boolean first = true;
            for (long count = in.readBlock(); count > 0; count = in.readBlock()) {
                for (long i = 0; i < count; i++) {
                    row.entry(node, first);
                    first = false;
                    row.set(node.key(), in.readText());
                    value.read(in, row);
                }
            }
        };
    }

    /** What is a text in the row but not in the value: it is told in JSON. */
    private static Part text(Schema schema, Node.Leaf leaf) {
        PartText text = new PartText(new AvroSchemaReader(true).type(schema, ""));
        Part reader = part(schema, text.node());
        return (in, row) -> {
            reader.read(in, text.begin(in.bytes()));
            text.tell(row, leaf);
        };
    }

    private static Part scalar(Schema schema, Node.Leaf leaf) {
        return switch (schema.getType()) {
            case BOOLEAN -> (in, row) -> row.set(leaf, in.readBoolean() ? 1 : 0);
            case FLOAT -> (in, row) -> row.set(leaf, Double.doubleToRawLongBits(in.readFloat()));
            case DOUBLE -> (in, row) -> row.set(leaf, Double.doubleToRawLongBits(in.readDouble()));
            case INT -> {
                LongUnaryOperator conversion = conversion(schema, leaf.type());
                yield (in, row) -> row.set(leaf, conversion.applyAsLong(in.readInt()));
            }
            case LONG -> {
                LongUnaryOperator conversion = conversion(schema, leaf.type());
                yield (in, row) -> row.set(leaf, conversion.applyAsLong(in.readLong()));
            }
            case ENUM -> symbol(schema, leaf);
            case STRING ->
                leaf.type() == Scalar.UUID
                        ? (in, row) -> row.set(leaf, uuid(in, row))
                        : (in, row) -> row.set(leaf, in.readText());
            case BYTES -> {
                BytesCell cell = bytes(schema, leaf.type());
                yield (in, row) -> row.set(leaf, cell.of(in.readBytes(), row));
            }
            case FIXED -> {
                int size = schema.getFixedSize();
                BytesCell cell = bytes(schema, leaf.type());
                yield (in, row) -> row.set(leaf, cell.of(Row.ofInput(in.take(size), size), row));
            }
            default -> throw new IllegalStateException(schema.getType() + " is no scalar");
        };
    }

    /** From a number in the writer's unit to one in the column's. */
    private static LongUnaryOperator conversion(Schema schema, Type column) {
        boolean isMillis = schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                || schema.getLogicalType() instanceof LogicalTypes.TimeMillis;
        if (column == Scalar.DOUBLE) {
            return Cells::exactDouble;
        }
        if (column == Scalar.TIMESTAMP_MICROS && isMillis) {
            return value -> Math.multiplyExact(value, 1_000L);
        }
        if (column == Scalar.TIME_MICROS) {
            return value -> ofDay(isMillis ? Math.multiplyExact(value, 1_000L) : value, 86_400_000_000L);
        }
        return column == Scalar.TIME_MILLIS ? value -> ofDay(value, 86_400_000L) : LongUnaryOperator.identity();
    }

    private static long ofDay(long value, long end) {
        if (value < 0 || value >= end) {
            throw new IllegalArgumentException("a time of day is outside of the day");
        }
        return value;
    }

    private static Part symbol(Schema schema, Node.Leaf leaf) {
        byte[][] symbols = schema.getEnumSymbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return (in, row) -> {
            byte[] symbol = symbols[in.readInt()];
            row.set(leaf, row.made(symbol, symbol.length));
        };
    }

    private static long uuid(AvroInput in, Row row) {
        long text = in.readText();
        UUID uuid =
                UUID.fromString(new String(in.bytes(), Row.start(text), Row.length(text), StandardCharsets.US_ASCII));
        byte[] bytes = ByteBuffer.allocate(UUID_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return row.made(bytes, bytes.length);
    }

    /** Makes a cell of bytes of the input. */
    private interface BytesCell {
        long of(long bytes, Row row);
    }

    private static BytesCell bytes(Schema schema, Type column) {
        if (column instanceof DecimalType type) {
            int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
            return (bytes, row) -> {
                BigInteger digits = new BigInteger(row.array(bytes), Row.start(bytes), Row.length(bytes));
                return Decimals.cell(type, new BigDecimal(digits, scale), row);
            };
        }
        return (bytes, row) -> bytes;
    }
}
