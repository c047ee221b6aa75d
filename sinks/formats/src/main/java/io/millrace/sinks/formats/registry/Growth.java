package io.millrace.sinks.formats.registry;

import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.schema.ContradictionException;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.formats.schema.SharedSchema;
import io.millrace.sinks.formats.schema.Widening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What rows are when the schemas of their values differ. Not thread-safe. */
interface Growth {

    /**
     * A layout that holds a type.
     *
     * @throws ContradictionException when none does that holds the types before, too
     * @throws IOException when it cannot be kept
     */
    Layout holding(RecordType type) throws IOException, ContradictionException;

    /** False for a layout that rows do not have any more. */
    boolean isCurrent(Layout layout);

    /** Each type has its own layout. */
    static Growth none(List<Field> besides) {
        return new Growth() {
            @Override
            public Layout holding(RecordType type) {
                return layout(besides, new Schema(1, type));
            }

            @Override
            public boolean isCurrent(Layout layout) {
                return true;
            }
        };
    }

    /** One layout of a topic, which widens. */
    static Growth shared(SchemaStore store, String topic, Contradictions contradictions, List<Field> besides)
            throws IOException {
        return new Shared(new SharedSchema(store, topic, Widening.ofDeclared(contradictions)), besides, false);
    }

    /** The same, with a text for each of the outermost fields. */
    static Growth ofTexts(SchemaStore store, String topic, List<Field> besides) throws IOException {
        SharedSchema schema = new SharedSchema(store, topic + "@csv", Widening.ofDeclared(Contradictions.STRING));
        return new Shared(schema, texts(besides), true);
    }

    private static List<Field> texts(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name(), Scalar.STRING, true))
                .toList();
    }

    private static Layout layout(List<Field> besides, Schema schema) {
        List<Field> fields = new ArrayList<>(besides);
        fields.addAll(schema.type().fields());
        return new Layout(new Schema(schema.version(), new RecordType(fields)));
    }

    /** One layout that widens. */
    final class Shared implements Growth {

        private final SharedSchema schema;
        private final List<Field> besides;
        private final boolean asTexts;
        private Layout current; // null before the first type

        private Shared(SharedSchema schema, List<Field> besides, boolean asTexts) {
            this.schema = schema;
            this.besides = besides;
            this.asTexts = asTexts;
        }

        @Override
        public Layout holding(RecordType type) throws IOException, ContradictionException {
            Schema wider = schema.widen(asTexts ? new RecordType(texts(type.fields())) : type);
            if (current == null || current.schema().version() != wider.version()) {
                current = layout(besides, wider);
            }
            return current;
        }

        @Override
        public boolean isCurrent(Layout layout) {
            return layout == current;
        }
    }
}
