package io.millrace.sinks.formats.protobuf;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.RowReader;
import io.millrace.sinks.formats.row.WriterSchema;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.SchemaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Messages of Protocol Buffers, by the schema they were written with. */
public final class ProtobufValues implements WriterSchema {

    private final ProtoType.Message message;

    /**
     * @param references texts that it imports
     * @param header of the values, which says which message of the schema they are
     * @throws SchemaException when it is no such schema, or has what files cannot hold
     */
    public ProtobufValues(String text, Collection<String> references, byte[] header, int afterNumber) {
        this.message = new ProtoFiles(text, references).message(path(header, afterNumber));
    }

    /**
     * Where a value's header ends: behind the positions of its message, a list whose only zero may be left out.
     *
     * @throws DeliveryException that rejects a value without them
     */
    public static int headerEnd(byte[] value, int afterNumber) {
        ProtoInput in = new ProtoInput();
        in.begin(value, afterNumber);
        try {
            for (long left = ProtoInput.zigzag(in.readVarint()); left > 0; left--) {
                in.readVarint();
            }
            return in.at();
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            throw DeliveryException.rejected("the value does not say which message of its schema it is", null);
        }
    }

    private static List<Integer> path(byte[] header, int afterNumber) {
        ProtoInput in = new ProtoInput();
        in.begin(header, afterNumber);
        List<Integer> path = new ArrayList<>();
        for (long left = ProtoInput.zigzag(in.readVarint()); left > 0; left--) {
            path.add((int) ProtoInput.zigzag(in.readVarint()));
        }
        return path.isEmpty() ? List.of(0) : path;
    }

    @Override
    public RecordType type() {
        return (RecordType) message.column();
    }

    @Override
    public boolean isRecord() {
        return true;
    }

    @Override
    public RowReader reader(Layout layout) {
        MessageReader reader = new MessageReader(message, layout.root());
        ProtoInput input = new ProtoInput();
        return (in, start, row) -> {
            input.begin(in, start);
            try {
                reader.read(input, in.length, row);
            } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException malformed) {
                throw DeliveryException.rejected("the value is not what its Protobuf schema says", null);
            }
        };
    }
}
