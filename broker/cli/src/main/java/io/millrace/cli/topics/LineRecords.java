package io.millrace.cli.topics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Lines of text as records of the API: a JSON object a line, so that the number of a line stays the same. Reads its input only as
 * it is read itself; not thread-safe.
 */
final class LineRecords extends InputStream {

    private static final byte[] END = {};

    private final BufferedReader lines;
    private final String keySeparator;
    private byte[] record = {'\n'};
    private int position = 1;

    /**
     * @param text UTF-8; anything else ends the reading with an {@link IOException}
     * @param keySeparator what stands between key and value; null when lines are values
     */
    LineRecords(InputStream text, String keySeparator) {
        lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
        this.keySeparator = keySeparator;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == record.length && record != END) {
            next();
        }
        if (record == END) {
            return -1;
        }
        int count = Math.min(length, record.length - position);
        System.arraycopy(record, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void next() throws IOException {
        String line = lines.readLine();
        record = line == null ? END : (record(line) + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
    }

    private ObjectNode record(String line) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        int separator = keySeparator == null ? -1 : line.indexOf(keySeparator);
        return separator < 0
                ? written.put("value", line)
                : written.put("key", line.substring(0, separator))
                        .put("value", line.substring(separator + keySeparator.length()));
    }
}
