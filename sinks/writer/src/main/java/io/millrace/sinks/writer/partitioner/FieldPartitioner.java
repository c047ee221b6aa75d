package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.RecordField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A folder for each value of a field, or of each combination of several: {@code country=NZ/year=2026}. */
final class FieldPartitioner implements Partitioner {

    /** What file systems take as one name. */
    private static final int MAX_NAME_BYTES = 255;

    private final List<RecordField> fields;
    private final String directoryDelim;

    FieldPartitioner(List<RecordField> fields, String directoryDelim) {
        this.fields = fields;
        this.directoryDelim = directoryDelim;
    }

    @Override
    public String folder(ConsumedRecord record) throws IOException {
        if (fields.size() == 1) {
            return folder(fields.get(0), record);
        }
        StringBuilder folder = new StringBuilder();
        for (RecordField field : fields) {
            folder.append(folder.isEmpty() ? "" : directoryDelim).append(folder(field, record));
        }
        return folder.toString();
    }

    private static String folder(RecordField field, ConsumedRecord record) throws IOException {
        String value = field.find(record)
                .orElseThrow(() -> DeliveryException.rejected("the value has no " + field.path(), null))
                .text();
        String name = field.path() + "=" + escaped(value);
        if (name.length() * 3 > MAX_NAME_BYTES && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw DeliveryException.rejected(field.path() + " is too long for the name of a folder", null);
        }
        return name;
    }

    /** A value may hold what would be a path; that is written %2F, as readers of such folders expect. */
    private static String escaped(String value) {
        StringBuilder escaped = null;
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            boolean special = each < ' ' || each == '/' || each == '\\' || each == '%' || each == 0x7F;
            if (special && escaped == null) {
                escaped = new StringBuilder(value.length() + 8).append(value, 0, i);
            }
            if (special) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) each));
            } else if (escaped != null) {
                escaped.append(each);
            }
        }
        return escaped == null ? value : escaped.toString();
    }
}
