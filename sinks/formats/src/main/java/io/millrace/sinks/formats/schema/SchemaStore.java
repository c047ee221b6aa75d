package io.millrace.sinks.formats.schema;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the schemas of a deployment, topic by topic, for all its tasks on all nodes. Any thread; calls may block. */
public interface SchemaStore {

    /** The schema of the highest version; empty when there is none. */
    Optional<Schema> newest(String topic) throws IOException;

    /**
     * Keeps a schema for good when it returns.
     *
     * @param schema of the version after the newest
     * @return false when there is one of that version already; of several writers exactly one gets true
     */
    boolean add(String topic, Schema schema) throws IOException;

    /** Keeps them as long as it is referred to. */
    static SchemaStore inMemory() {
        Map<String, Schema> newest = new ConcurrentHashMap<>();
        return new SchemaStore() {
            @Override
            public Optional<Schema> newest(String topic) {
                return Optional.ofNullable(newest.get(topic));
            }

            @Override
            public synchronized boolean add(String topic, Schema schema) {
                if (newest.getOrDefault(topic, Schema.EMPTY).version() >= schema.version()) {
                    return false;
                }
                newest.put(topic, schema);
                return true;
            }
        };
    }
}
