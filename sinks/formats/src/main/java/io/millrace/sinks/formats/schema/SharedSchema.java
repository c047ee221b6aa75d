package io.millrace.sinks.formats.schema;

import java.io.IOException;

/**
 * The schema of a topic as far as this task knows it. Others widen it at the same time: whoever comes second with a version reads
 * the first one's and widens on top. Any thread.
 */
public final class SharedSchema {

    private final SchemaStore store;
    private final String topic;
    private final Widening widening;
    private volatile Schema current;

    /** Reads the newest version. */
    public SharedSchema(SchemaStore store, String topic, Widening widening) throws IOException {
        this.store = store;
        this.topic = topic;
        this.widening = widening;
        this.current = store.newest(topic).orElse(Schema.EMPTY);
    }

    /** What {@link #widen} answered last; others may have widened it since, so that it is still a part of theirs. */
    public Schema current() {
        return current;
    }

    /**
     * Makes the schema hold a record's type too; keeps the new version before it answers.
     *
     * @throws ContradictionException when it cannot; the schema is as before
     */
    public synchronized Schema widen(RecordType observed) throws IOException, ContradictionException {
        while (true) {
            RecordType wider = widening.widen(current.type(), observed);
            if (wider.equals(current.type())) {
                return current;
            }
            Schema next = new Schema(current.version() + 1, wider);
            current = store.add(topic, next) ? next : theirs(next.version());
        }
    }

    private Schema theirs(int version) throws IOException {
        Schema newest = store.newest(topic).orElse(Schema.EMPTY);
        if (newest.version() < version) {
            throw new IOException("version " + version + " of the schema of " + topic + " came and went");
        }
        return newest;
    }
}
