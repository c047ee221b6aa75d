package io.millrace.sinks.formats.avro;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.RowReader;
import io.millrace.sinks.formats.row.WriterSchema;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.SchemaException;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;

/** Values in Avro's binary encoding, by the schema they were written with. */
public final class AvroValues implements WriterSchema {

    private final Schema schema;
    private final boolean isRecord;
    private final RecordType type;

    /**
     * @param references schemas that name types the text uses, each before those that use it
     * @throws SchemaException when it is no Avro schema, or has what files cannot hold
     */
    public AvroValues(String text, Collection<String> references) {
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        references.forEach(reference -> AvroSchemaReader.parse(parser, reference));
        this.schema = AvroSchemaReader.parse(parser, text);
        this.isRecord = schema.getType() == Schema.Type.RECORD;
        AvroSchemaReader reader = new AvroSchemaReader(true);
        this.type = isRecord
                ? reader.record(schema, "")
                : new RecordType(List.of(new Field(VALUE, reader.type(schema, VALUE), true)));
    }

    @Override
    public RecordType type() {
        return type;
    }

    @Override
    public boolean isRecord() {
        return isRecord;
    }

    @Override
    public RowReader reader(Layout layout) {
        Node.Fields root = layout.root();
        AvroReaders.Part part = AvroReaders.part(
                schema, isRecord ? root : root.children().get(root.names().indexOf(VALUE)));
        AvroInput input = new AvroInput();
        return (in, start, row) -> {
            input.begin(in, start);
            boolean whole;
            try {
                part.read(input, row);
                whole = input.isAtEnd();
            } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException malformed) {
                whole = false;
            }
            if (!whole) {
                throw DeliveryException.rejected("the value is not what its Avro schema says", null);
            }
        };
    }
}
