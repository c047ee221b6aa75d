package io.millrace.sinks.formats.registry;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.RowText;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import java.io.IOException;
import java.util.Arrays;

/** Makes texts of keys that were written with a registry: JSON of records, what it says of anything else. Not thread-safe. */
final class RegistryKeys implements KeyText {

    private final RegistryRows rows;
    private Layout layout; // of the last key; null before the first
    private RowText text;

    RegistryKeys(RegistryRows rows) {
        this.rows = rows;
    }

    @Override
    public byte[] of(byte[] key) throws IOException {
        if (key == null) {
            return null;
        }
        Row row;
        try {
            row = rows.read(key);
        } catch (DeliveryException told) {
            throw told.steer() == DeliveryException.Steer.REJECTED
                    ? DeliveryException.rejected("of the key: " + told.getMessage(), told)
                    : told;
        }
        if (layout != row.layout()) {
            layout = row.layout();
            text = new RowText(layout);
        }
        Node only = layout.root().children().get(0);
        if (rows.wasRecord()) {
            text.object(row);
        } else if (row.has(only)) {
            text.part(row, only);
        } else {
            return null;
        }
        return Arrays.copyOf(text.bytes(), text.length());
    }
}
