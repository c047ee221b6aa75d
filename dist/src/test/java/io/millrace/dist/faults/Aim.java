package io.millrace.dist.faults;

/** The moment that a kill waits for. */
enum Aim {
    OPEN_OUTPUT,
    NEW_INTENT,
    FIRST_FILE,
    COMMIT,
    REBALANCE
}
