package io.millrace.dist.faults;

/** The moment of a Flink job that a kill waits for. */
enum JobAim {
    ANY,
    /** A checkpoint has begun. */
    CHECKPOINT,
    /** A checkpoint is complete. */
    COMPLETION,
    /** Records were copied after a checkpoint was complete, and no other is. */
    COPIED
}
