package io.millrace.api.feed;

import java.util.List;

/**
 * What a handler gets in one call.
 *
 * @param batches one or more, no partition twice
 * @param attempt 1 for the first try of these records, counting up with each retry
 */
public record Delivery(List<Batch> batches, int attempt) {

    public Delivery {
        batches = List.copyOf(batches);
    }
}
