package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.json.PartText;
import io.millrace.sinks.formats.row.Cells;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads one value of a field. Not thread-safe. */
final class PartReader {

    /** How any type's default is written, if it is. */
    private static final byte[] ZEROS = new byte[Long.BYTES];

    private final ProtoType type;
    private final Part part;
    private final ProtoInput zeros = new ProtoInput();

    private PartReader(ProtoType type, Part part) {
        this.type = type;
        this.part = part;
    }

    /** What is done with the bytes. */
    private interface Part {
        void read(ProtoInput in, Row row);
    }

    /** @param node holds the type */
    static PartReader of(ProtoType type, Node node) {
        return new PartReader(type, part(type, node));
    }

    int wireType() {
        return type instanceof ProtoType.Single single
                ? single.scalar().wireType()
                : type instanceof ProtoType.Choice ? ProtoInput.VARINT : ProtoInput.LENGTH;
    }

    void read(ProtoInput in, Row row) {
        part.read(in, row);
    }

    /** True when a value that is not written has its type's default. */
    boolean hasDefault() {
        return type instanceof ProtoType.Single || type instanceof ProtoType.Choice;
    }

    void readDefault(Row row) {
        zeros.begin(ZEROS, 0);
        part.read(zeros, row);
    }

    private static Part part(ProtoType type, Node node) {
        if (node instanceof Node.Leaf leaf && leaf.type() == Scalar.STRING && type.column() != Scalar.STRING) {
            PartText text = new PartText(type.column());
            Part part = part(type, text.node());
            return (in, row) -> {
                part.read(in, text.begin(in.bytes()));
                text.tell(row, leaf);
            };
        }
        if (type instanceof ProtoType.Single single) {
            return single(single.scalar(), (Node.Leaf) node);
        }
        if (type instanceof ProtoType.Choice choice) {
            return choice(choice, (Node.Leaf) node);
        }
        if (type instanceof ProtoType.Time) {
            return (in, row) -> row.set((Node.Leaf) node, micros(in));
        }
        if (type instanceof ProtoType.Wrapper wrapper) {
            return wrapper(PartReader.of(new ProtoType.Single(wrapper.scalar()), node));
        }
        ProtoType.Message message = (ProtoType.Message) type;
        if (message.members().isEmpty()) {
            return (in, row) -> {
                in.readBytes();
                row.set((Node.Leaf) node, 1);
            };
        }
        MessageReader reader = new MessageReader(message, (Node.Fields) node);
        return (in, row) -> reader.read(in, in.readEnd(), row);
    }

    private static Part single(ProtoScalar scalar, Node.Leaf leaf) {
        return leaf.type() == Scalar.DOUBLE && scalar.column() != Scalar.DOUBLE
                ? (in, row) -> row.set(leaf, Cells.exactDouble(scalar.read(in)))
                : (in, row) -> row.set(leaf, scalar.read(in));
    }

    /** A number without a name is told as it is. */
    private static Part choice(ProtoType.Choice choice, Node.Leaf leaf) {
        Map<Integer, byte[]> names = new HashMap<>();
        choice.names().forEach((number, name) -> names.put(number, name.getBytes(StandardCharsets.UTF_8)));
        return (in, row) -> {
            int number = (int) in.readVarint();
            byte[] name = names.get(number);
            byte[] text = name == null ? Integer.toString(number).getBytes(StandardCharsets.US_ASCII) : name;
            row.set(leaf, row.made(text, text.length));
        };
    }

    private static long micros(ProtoInput in) {
        long seconds = 0;
        long nanos = 0;
        int end = in.readEnd();
        while (in.at() < end) {
            int tag = in.readTag();
            if (tag == (1 << 3 | ProtoInput.VARINT)) {
                seconds = in.readVarint();
            } else if (tag == (2 << 3 | ProtoInput.VARINT)) {
                nanos = (int) in.readVarint();
            } else {
                in.skip(tag);
            }
        }
        ProtoInput.check(in.at() == end);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), Math.floorDiv(nanos, 1_000L));
    }

    private static Part wrapper(PartReader value) {
        return (in, row) -> {
            boolean seen = false;
            int end = in.readEnd();
            while (in.at() < end) {
                int tag = in.readTag();
                if (tag == (1 << 3 | value.wireType())) {
                    seen = true;
                    value.read(in, row);
                } else {
                    in.skip(tag);
                }
            }
            ProtoInput.check(in.at() == end);
            if (!seen) {
                value.readDefault(row);
            }
        };
    }
}
