package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import java.util.List;
import java.util.Map;

/** The type of one value of a field, its names resolved. */
sealed interface ProtoType {

    /** What it is in a file. */
    Type column();

    /** A number, a text, bytes or a truth value. */
    record Single(ProtoScalar scalar) implements ProtoType {
        @Override
        public Type column() {
            return scalar.column();
        }
    }

    /** A name, by its number. */
    record Choice(Map<Integer, String> names) implements ProtoType {
        @Override
        public Type column() {
            return Scalar.STRING;
        }
    }

    /** {@code google.protobuf.Timestamp}. */
    record Time() implements ProtoType {
        @Override
        public Type column() {
            return Scalar.TIMESTAMP_MICROS;
        }
    }

    /** {@code google.protobuf.Int64Value} and the like. */
    record Wrapper(ProtoScalar scalar) implements ProtoType {
        @Override
        public Type column() {
            return scalar.column();
        }
    }

    /** A message; one without fields is true where it is there. */
    record Message(List<Member> members) implements ProtoType {
        @Override
        public Type column() {
            return members.isEmpty()
                    ? Scalar.BOOLEAN
                    : new RecordType(members.stream()
                            .map(member -> new Field(member.name(), member.column(), true))
                            .toList());
        }
    }

    /**
     * A field of a message.
     *
     * @param key of a map; null for anything else
     * @param of its value, or each of its values
     * @param implicit true when a value that is its type's default is not written
     */
    record Member(int number, String name, ProtoScalar key, ProtoType of, boolean repeated, boolean implicit) {

        Type column() {
            if (key != null) {
                return new MapType(of.column(), true);
            }
            return repeated ? new ListType(of.column(), true) : of.column();
        }
    }
}
