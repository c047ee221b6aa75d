package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import io.millrace.sinks.formats.registry.KeyText;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of values that were decoded, with metadata of the record in their first fields. Whoever asks for a record first, the
 * partitioner or the format, has it decoded for both. Not thread-safe.
 */
final class DecodedRows implements RowSources {

    private final RowSources values;
    private final List<Metadata> wanted;
    private final KeyText keys;
    private final Map<String, RowSource> byTopic = new HashMap<>();

    /** @param values have a field for each metadata that is wanted, in front of their own */
    DecodedRows(RowSources values, List<Metadata> wanted, KeyText keys) {
        this.values = values;
        this.wanted = wanted;
        this.keys = keys;
    }

    @Override
    public RowSource of(String topic) throws IOException {
        RowSource source = byTopic.get(topic);
        if (source == null) {
            source = new OfTopic(values.of(topic));
            byTopic.put(topic, source);
        }
        return source;
    }

    private final class OfTopic implements RowSource {

        private final RowSource source;
        private ConsumedRecord last;
        private Row row; // of the last record

        OfTopic(RowSource source) {
            this.source = source;
        }

        @Override
        public Row read(ConsumedRecord record) throws IOException {
            if (record != last) {
                last = null;
                row = source.read(record);
                List<Node> nodes = row.layout().root().children();
                for (int i = 0; i < wanted.size(); i++) {
                    tell(wanted.get(i), record, nodes.get(i), row);
                }
                last = record;
            }
            return row;
        }
    }

    private void tell(Metadata metadata, ConsumedRecord record, Node node, Row row) throws IOException {
        switch (metadata) {
            case KEY -> text(keys.of(record.key()), node, row);
            case HEADERS -> headers(record.headers(), node, row);
            case TOPIC -> text(record.topic().getBytes(StandardCharsets.UTF_8), node, row);
            case PARTITION -> number(record.partition(), node, row);
            case OFFSET -> number(record.offset(), node, row);
            case TIMESTAMP -> {
                if (record.timestampMs() >= 0) {
                    number(record.timestampMs(), node, row);
                }
            }
        }
    }

    private static void number(long number, Node node, Row row) {
        Node.Leaf leaf = (Node.Leaf) node;
        if (leaf.type() == Scalar.STRING) {
            text(Long.toString(number).getBytes(StandardCharsets.US_ASCII), leaf, row);
        } else {
            row.set(leaf, number);
        }
    }

    private static void text(byte[] text, Node leaf, Row row) {
        if (text != null) {
            row.set((Node.Leaf) leaf, row.made(text, text.length));
        }
    }

    private static void headers(List<Header> headers, Node node, Row row) {
        if (!(node instanceof Node.Elements elements)) {
            text(WithMetadata.headers(headers).getBytes(StandardCharsets.UTF_8), node, row);
            return;
        }
        row.present(elements);
        List<Node> header = ((Node.Fields) elements.element()).children();
        boolean first = true;
        for (Header each : headers) {
            row.entry(elements, first);
            first = false;
            row.present(elements.element());
            text(each.name().getBytes(StandardCharsets.UTF_8), header.get(0), row);
            text(WithMetadata.checked(each), header.get(1), row);
        }
    }
}
