package io.millrace.sinks.formats.row;

import io.millrace.sinks.formats.schema.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Decimal numbers as cells have them: 64 bits without the point, or as many bytes as hold any number of the type. */
public final class Decimals {

    private Decimals() {}

    /**
     * The cell of a number.
     *
     * @throws ArithmeticException when the type does not hold it exactly
     */
    public static long cell(DecimalType type, BigDecimal number, Row row) {
        BigInteger digits = number.setScale(type.scale()).unscaledValue();
        if (new BigDecimal(digits).precision() > type.precision()) {
            throw new ArithmeticException("more than " + type.precision() + " digits");
        }
        if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
            return digits.longValueExact();
        }
        byte[] shortest = digits.toByteArray();
        byte[] bytes = new byte[type.bytes()];
        Arrays.fill(bytes, (byte) (digits.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
        return row.made(bytes, bytes.length);
    }

    /** The number in a cell. */
    public static BigDecimal number(DecimalType type, long value, Row row) {
        BigInteger digits = type.precision() <= DecimalType.MAX_LONG_PRECISION
                ? BigInteger.valueOf(value)
                : new BigInteger(row.array(value), Row.start(value), Row.length(value));
        return new BigDecimal(digits, type.scale());
    }
}
