package io.millrace.testkit.sinks;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Lane;
import java.util.Iterator;
import java.util.List;

/** Consecutive records of a lane. */
public record TestBatch(Lane lane, List<ConsumedRecord> records, long nextOffset) implements Batch {

    public TestBatch {
        records = List.copyOf(records);
    }

    @Override
    public int size() {
        return records.size();
    }

    @Override
    public ConsumedRecord get(int index) {
        return records.get(index);
    }

    @Override
    public long bytes() {
        return records.stream()
                .filter(each -> each.value() != null)
                .mapToLong(each -> each.value().length)
                .sum();
    }

    @Override
    public Iterator<ConsumedRecord> iterator() {
        return records.iterator();
    }
}
