package io.millrace.dist.faults;

/** The moment of a Flink job that a kill waits for. */
enum JobAim {
    ANY,
    CHECKPOINT,
    COMPLETION
}
