package io.millrace.sinks.formats.schema;

import java.math.BigInteger;

/**
 * A decimal number of fixed scale.
 *
 * @param precision digits in all, 1 to 76
 * @param scale digits after the point, 0 to {@code precision}
 */
public record DecimalType(int precision, int scale) implements Type {

    /** The most digits that always fit 64 bits. */
    public static final int MAX_LONG_PRECISION = 18;

    public static final int MAX_PRECISION = 76;

    public DecimalType {
        if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("no decimal of " + precision + " digits, " + scale + " after the point");
        }
    }

    /** Bytes that hold any such number in two's complement. */
    public int bytes() {
        return BigInteger.TEN.pow(precision).bitLength() / Byte.SIZE + 1;
    }

    @Override
    public String toString() {
        return "a decimal number";
    }
}
