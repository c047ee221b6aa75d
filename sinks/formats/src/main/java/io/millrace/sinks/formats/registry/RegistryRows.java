package io.millrace.sinks.formats.registry;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowReader;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.WriterSchema;
import io.millrace.sinks.formats.schema.ContradictionException;
import io.millrace.sinks.formats.schema.SchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of values that begin with the number of their schema, each of which the registry is asked for once. Not thread-safe. */
final class RegistryRows implements RowSource {

    /** Schemas that are kept; those that no value had for longest are asked for again. */
    private static final int MAX_SCHEMAS = 1_000;

    private final Converter converter;
    private final SchemaRegistry registry;
    private final Growth growth;
    private final boolean onlyRecords;
    private final Map<ByteBuffer, Known> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
            return size() > MAX_SCHEMAS;
        }
    };
    private Known last; // null before the first value

    /** @param onlyRecords false to take values that are no records, as {@link WriterSchema#VALUE} */
    RegistryRows(Converter converter, SchemaRegistry registry, Growth growth, boolean onlyRecords) {
        this.converter = converter;
        this.registry = registry;
        this.growth = growth;
        this.onlyRecords = onlyRecords;
    }

    @Override
    public Row read(ConsumedRecord record) throws IOException {
        if (record.value() == null) {
            throw DeliveryException.rejected("the record has no value, so it has no fields", null);
        }
        return read(record.value());
    }

    /** The same of bytes that are there; see {@link #read(ConsumedRecord)}. */
    Row read(byte[] bytes) throws IOException {
        Header.check(bytes);
        Known schema = last != null && last.isOf(bytes) ? last : known(bytes);
        schema.prepare();
        last = schema;
        schema.row.begin(bytes);
        schema.reader.read(bytes, schema.header.length, schema.row);
        return schema.row;
    }

    private Known known(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, converter.headerEnd(bytes));
        Known schema = known.get(ByteBuffer.wrap(header));
        if (schema == null) {
            schema = new Known(header, registry.schema(Header.number(header)));
            known.put(ByteBuffer.wrap(header), schema);
        }
        return schema;
    }

    /** True when the value that was read last was a record. */
    boolean wasRecord() {
        return last.schema.isRecord();
    }

    /** A schema and its reader into the layout of now. */
    private final class Known {

        private final byte[] header; // of the values
        private final WriterSchema schema; // null when it is of no use
        private final String refusal;
        private Row row; // null before the first value, as is its reader
        private RowReader reader;

        Known(byte[] header, RegisteredSchema registered) {
            this.header = header;
            WriterSchema read = null;
            String why = null;
            try {
                read = converter.read(registered, header);
                if (onlyRecords && !read.isRecord()) {
                    throw new SchemaException("it describes no record, so there are no fields");
                }
            } catch (SchemaException useless) {
                why = useless.getMessage();
            }
            this.schema = read;
            this.refusal = why;
        }

        boolean isOf(byte[] bytes) {
            return bytes.length >= header.length && Arrays.equals(bytes, 0, header.length, header, 0, header.length);
        }

        void prepare() throws IOException {
            if (refusal != null) {
                throw refused(refusal);
            }
            if (row == null || !growth.isCurrent(row.layout())) {
                try {
                    Layout layout = growth.holding(schema.type());
                    row = last != null && last.row.layout() == layout ? last.row : new Row(layout);
                    reader = schema.reader(layout);
                } catch (ContradictionException contradiction) {
                    throw refused(contradiction.getMessage());
                }
            }
        }

        private DeliveryException refused(String why) {
            return DeliveryException.rejected(
                    "the value's schema, number " + Header.number(header) + ", cannot be used: " + why, null);
        }
    }
}
