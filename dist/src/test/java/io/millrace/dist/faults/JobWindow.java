package io.millrace.dist.faults;

import java.util.Locale;

/** What a kill interrupted of a Flink job that writes in transactions. */
enum JobWindow {
    /** The last checkpoint was complete, and all that it covers committed. */
    BETWEEN_CHECKPOINTS,
    /** A checkpoint had begun and was not complete. */
    IN_CHECKPOINT,
    /** The last checkpoint was complete, and a transaction that it covers not yet committed. */
    NOT_COMMITTED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
