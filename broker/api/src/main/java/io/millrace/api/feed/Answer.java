package io.millrace.api.feed;

import java.util.List;
import java.util.Map;

/**
 * How a handler answers a delivery that it did not fail.
 *
 * @param durable true: all of it is dealt with for good and its offsets may be committed; false: it is accepted, and {@link
 *     Lane#durable} will follow
 * @param rejected records of this delivery that the handler cannot take; they go to the dead-letter topic and count as
 *     dealt with when they are there
 * @param goOnAt by partition: the first record that is not dealt with and comes again with those after it; partitions that are
 *     not named are dealt with. Empty when all is
 * @param failure why those come again: they are tried again as {@link RetryPolicy} says, and what is given up in the end is the
 *     first record alone of each partition that does not get on. Null when {@code goOnAt} is empty
 */
public record Answer(boolean durable, List<Rejection> rejected, Map<Partition, Long> goOnAt, Throwable failure) {

    /** The answer of a handler that takes every record into memory and reports it durable later. */
    public static final Answer ACCEPTED = new Answer(false, List.of(), Map.of(), null);

    /** The answer of a handler that has dealt with every record. */
    public static final Answer DURABLE = new Answer(true, List.of(), Map.of(), null);

    public Answer {
        rejected = List.copyOf(rejected);
        goOnAt = Map.copyOf(goOnAt);
    }

    /** This answer with some records left out. */
    public Answer rejecting(List<Rejection> records) {
        return new Answer(durable, records, goOnAt, failure);
    }

    /**
     * The answer of a handler that has dealt with every record but those from these offsets on.
     */
    public static Answer durableUpTo(Map<Partition, Long> goOnAt, Throwable failure) {
        return new Answer(true, List.of(), goOnAt, failure);
    }

    /**
     * A record that cannot be taken, and why.
     *
     * @param record one of the delivery
     * @param cause its message goes into the dead letter's headers
     */
    public record Rejection(ConsumedRecord record, Throwable cause) {}
}
