package io.millrace.api.feed;

import io.millrace.api.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a feed has done, and what it is doing now.
 *
 * @param state of the worst member
 * @param records handed over and accepted since the start
 * @param bytes of those records
 * @param retries deliveries tried again
 * @param deadLetters records written to the dead-letter topic or skipped
 * @param committed by partition: next offset, as last committed by this node
 * @param partitions lanes open on this node
 * @param problems what holds it up now; empty when records flow
 */
public record FeedStatus(
        State state,
        long records,
        long bytes,
        long retries,
        long deadLetters,
        Map<Partition, Long> committed,
        List<Partition> partitions,
        List<Problem> problems) {

    /** States of a feed, best to worst. */
    public enum State {
        RUNNING,
        PAUSED,
        STARTING,
        /** A delivery is being tried again; {@code problems} says why. */
        RETRYING,
        STOPPED,
        /** Stopped by a fatal answer; {@code problems} says why. */
        FAILED
    }
}
