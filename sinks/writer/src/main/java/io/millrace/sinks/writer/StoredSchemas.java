package io.millrace.sinks.writer;

import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaStore;
import java.io.IOException;
import java.util.Optional;

/** Keeps the schemas of a deployment beside its intents: a small object for each version, which exactly one writer makes. */
final class StoredSchemas implements SchemaStore {

    private final Storage storage;
    private final String uid;

    /** @param uid of the deployment */
    StoredSchemas(Storage storage, String uid) {
        this.storage = storage;
        this.uid = uid;
    }

    @Override
    public Optional<Schema> newest(String topic) throws IOException {
        Optional<String> last = storage.list(folder(topic)).stream().max(String::compareTo);
        return last.isEmpty()
                ? Optional.empty()
                : storage.read(folder(topic) + "/" + last.get()).map(Schema::parse);
    }

    @Override
    public boolean add(String topic, Schema schema) throws IOException {
        return storage.createNew(folder(topic) + "/" + String.format("%010d", schema.version()), schema.toBytes());
    }

    /** Outside of what a rewind forgets: files of all versions stay. */
    private String folder(String topic) {
        return Area.PRIVATE + "/schemas/" + uid + "/" + topic;
    }
}
