package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.schema.Scalar;
import java.util.Locale;
import java.util.Optional;

/** The scalar types of the language, by their names in lower case. */
enum ProtoScalar {
    DOUBLE(ProtoInput.EIGHT_BYTES, Scalar.DOUBLE),
    FLOAT(ProtoInput.FOUR_BYTES, Scalar.DOUBLE),
    INT32(ProtoInput.VARINT, Scalar.SMALL_LONG),
    INT64(ProtoInput.VARINT, Scalar.LONG),
    UINT32(ProtoInput.VARINT, Scalar.SMALL_LONG),
    UINT64(ProtoInput.VARINT, Scalar.LONG),
    SINT32(ProtoInput.VARINT, Scalar.SMALL_LONG),
    SINT64(ProtoInput.VARINT, Scalar.LONG),
    FIXED32(ProtoInput.FOUR_BYTES, Scalar.SMALL_LONG),
    FIXED64(ProtoInput.EIGHT_BYTES, Scalar.LONG),
    SFIXED32(ProtoInput.FOUR_BYTES, Scalar.SMALL_LONG),
    SFIXED64(ProtoInput.EIGHT_BYTES, Scalar.LONG),
    BOOL(ProtoInput.VARINT, Scalar.BOOLEAN),
    STRING(ProtoInput.LENGTH, Scalar.STRING),
    BYTES(ProtoInput.LENGTH, Scalar.BYTES);

    private final int wireType;
    private final Scalar column;

    ProtoScalar(int wireType, Scalar column) {
        this.wireType = wireType;
        this.column = column;
    }

    static Optional<ProtoScalar> named(String name) {
        for (ProtoScalar each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    int wireType() {
        return wireType;
    }

    Scalar column() {
        return column;
    }

    /** The cell of the next value. Whole numbers without a sign that 64 bits with one cannot tell are malformed. */
    long read(ProtoInput in) {
        return switch (this) {
            case DOUBLE -> in.readEightBytes();
            case FLOAT -> Double.doubleToRawLongBits(Float.intBitsToFloat(in.readFourBytes()));
            case INT32 -> (int) in.readVarint();
            case INT64 -> in.readVarint();
            case UINT32 -> in.readVarint() & 0xFFFF_FFFFL;
            case UINT64 -> unsigned(in.readVarint());
            case SINT32 -> (int) ProtoInput.zigzag(in.readVarint());
            case SINT64 -> ProtoInput.zigzag(in.readVarint());
            case FIXED32 -> in.readFourBytes() & 0xFFFF_FFFFL;
            case FIXED64 -> unsigned(in.readEightBytes());
            case SFIXED32 -> in.readFourBytes();
            case SFIXED64 -> in.readEightBytes();
            case BOOL -> in.readVarint() == 0 ? 0 : 1;
            case STRING -> in.readText();
            case BYTES -> in.readBytes();
        };
    }

    private static long unsigned(long bits) {
        if (bits < 0) {
            throw new ArithmeticException("a number of more than 63 bits");
        }
        return bits;
    }
}
