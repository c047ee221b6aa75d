package io.millrace.api.deployment;

import io.millrace.api.connector.ProducedRecord;
import io.vertx.core.Future;
import java.util.List;

/** Writes records to topics of the broker, at least once. Any thread. */
public interface RecordWriter {

    /**
     * Completes when every in-sync replica has all of them. Records of one partition are written in the order of the list; a failed
     * future leaves open which ones are written.
     */
    Future<Void> write(List<ProducedRecord> records);
}
