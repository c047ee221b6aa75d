package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.Type;
import java.util.List;

/** A part of a value that is decoded into a row of its own, to be told in JSON where the value's row has a text. Not thread-safe. */
public final class PartText {

    private final Row row;
    private final Node node;
    private final RowText text;

    /** @param type of the part */
    public PartText(Type type) {
        RecordType only = new RecordType(List.of(new Field("", type, true)));
        this.row = new Row(new Layout(new Schema(1, only)));
        this.node = row.layout().root().children().get(0);
        this.text = new RowText(row.layout());
    }

    /** Where the part goes in its row. */
    public Node node() {
        return node;
    }

    /** Its row, empty, for a part of these bytes. */
    public Row begin(byte[] in) {
        row.begin(in);
        return row;
    }

    /** Its row as it is. */
    public Row row() {
        return row;
    }

    /** Puts the text into the value's row; nothing when the part is not there. */
    public void tell(Row into, Node.Leaf leaf) {
        if (row.has(node)) {
            text.part(row, node);
            into.set(leaf, into.made(text.bytes(), text.length()));
        }
    }
}
