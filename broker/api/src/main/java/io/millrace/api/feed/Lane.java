package io.millrace.api.feed;

/**
 * One assigned partition on its way through a feed, from {@link RecordHandler#open} to {@link RecordHandler#close}.
 *
 * <p>Methods may be called on any thread. After the lane is closed or has been reopened they do nothing: a result that
 * comes late is fenced.
 */
public interface Lane {

    Partition partition();

    /** Kafka's id of the topic, which changes when a topic is deleted and made again under the same name. */
    String topicId();

    /** The group's committed offset of this partition, as far as this node knows; -1 when there is none. */
    long committed();

    /**
     * The first record that the handler rejected and whose dead letter is not acknowledged yet; {@link Long#MAX_VALUE} when
     * there is none. A handler that keeps a log of its own must not log past it, else the record is lost when the node dies
     * before the dead letter is there. Known from when the answer that rejected it is taken in: a handler counts the rejected
     * records of the delivery it is in itself.
     */
    long rejectedFrom();

    /**
     * Reports that everything before this offset is dealt with for good. The feed commits it.
     *
     * @param nextOffset as {@link Batch#nextOffset()} says, or the offset of a record that is not dealt with; one that is not
     *     past what was reported before is ignored
     */
    void durable(long nextOffset);

    /**
     * Asks for a fresh start: the handler has dropped all that it holds of this lane that is not durable. The feed forgets
     * what it handed over, calls {@link RecordHandler#open} again after a back-off and goes on from the offset that answers.
     *
     * @param cause shown in the deployment's status until records flow again
     */
    void reopen(Throwable cause);
}
