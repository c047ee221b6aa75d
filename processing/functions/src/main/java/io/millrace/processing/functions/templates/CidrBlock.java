package io.millrace.processing.functions.templates;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A block of addresses of IPv4 or IPv6.
 *
 * @param first address
 * @param width of an address in bits: 32 or 128
 * @param prefix bits that all addresses of the block share
 */
record CidrBlock(BigInteger first, int width, int prefix) {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FORM =
            Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

    static Optional<CidrBlock> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                byte[] address = InetAddress.getByName(form.group(1)).getAddress(); // a literal, so nobody is asked
                int width = 8 * address.length;
                int prefix = Integer.parseInt(form.group(2));
                BigInteger host =
                        BigInteger.ONE.shiftLeft(Math.max(0, width - prefix)).subtract(BigInteger.ONE);
                return prefix > width
                        ? Optional.empty()
                        : Optional.of(new CidrBlock(new BigInteger(1, address).andNot(host), width, prefix));
            }
        } catch (UnknownHostException malformed) {
            // no address
        }
        return Optional.empty();
    }

    /** What CloudFormation takes when it is not told: blocks of 256 addresses, or of half an IPv6 address. */
    int defaultBits() {
        return width == 32 ? 8 : 64;
    }

    /**
     * The first blocks of this one.
     *
     * @param bits in which addresses of a block differ
     * @return empty when there are not so many
     */
    Optional<List<String>> split(int count, int bits) {
        int spare = width - prefix - bits;
        if (bits > width || spare < 0 || (spare < 31 && count > 1 << spare)) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, count)
                .mapToObj(i -> shown(first.add(BigInteger.valueOf(i).shiftLeft(bits))) + "/" + (width - bits))
                .toList());
    }

    private String shown(BigInteger address) {
        byte[] bytes = new byte[width / 8];
        byte[] significant = address.toByteArray();
        int length = Math.min(bytes.length, significant.length);
        System.arraycopy(significant, significant.length - length, bytes, bytes.length - length, length);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}
