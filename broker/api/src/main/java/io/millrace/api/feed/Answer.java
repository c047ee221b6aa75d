package io.millrace.api.feed;

import java.util.List;

/**
 * How a handler answers a delivery that it did not fail.
 *
 * @param durable true: all of it is dealt with for good and its offsets may be committed; false: it is accepted, and {@link
 *     Lane#durable} will follow
 * @param rejected records of this delivery that the handler cannot take; they go to the dead-letter topic and count as
 *     dealt with when they are there
 */
public record Answer(boolean durable, List<Rejection> rejected) {

    /** The answer of a handler that takes every record into memory and reports it durable later. */
    public static final Answer ACCEPTED = new Answer(false, List.of());

    /** The answer of a handler that has dealt with every record. */
    public static final Answer DURABLE = new Answer(true, List.of());

    public Answer {
        rejected = List.copyOf(rejected);
    }

    /** This answer with some records left out. */
    public Answer rejecting(List<Rejection> records) {
        return new Answer(durable, records);
    }

    /**
     * A record that cannot be taken, and why.
     *
     * @param record one of the delivery
     * @param cause its message goes into the dead letter's headers
     */
    public record Rejection(ConsumedRecord record, Throwable cause) {}
}
