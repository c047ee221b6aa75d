package io.millrace.api.feed;

/**
 * Where records go that a handler cannot take.
 *
 * @param policy what to do with such a record
 * @param topic the dead-letter topic, made on first need; null unless the policy is {@code TOPIC}
 * @param contextHeaders true to add headers with cause, topic, partition, offset and timestamp of the record
 */
public record DeadLetters(Policy policy, String topic, boolean contextHeaders) {

    /** What to do with a record that a handler cannot take. */
    public enum Policy {
        /** Write it to the topic, then go on. */
        TOPIC,
        /** Count it, log where it was, go on. */
        SKIP,
        /** Stop the deployment before it and say which record it was. */
        STOP,
        /** Give it back to the handler, which keeps it its own way: see {@link RecordHandler#bury}. */
        HANDLER
    }

    /** The handler keeps them. */
    public static final DeadLetters BY_HANDLER = new DeadLetters(Policy.HANDLER, null, false);

    public static DeadLetters to(String topic) {
        return new DeadLetters(Policy.TOPIC, topic, true);
    }
}
