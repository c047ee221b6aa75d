package io.millrace.dist.faults;

/** The moment that a kill waits for. */
enum Aim {
    ANY_TIME,
    NEW_INTENT,
    FIRST_FILE,
    COMMIT,
    REBALANCE
}
