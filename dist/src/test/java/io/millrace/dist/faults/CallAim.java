package io.millrace.dist.faults;

/** The moment of a function that a kill waits for. */
enum CallAim {
    NEW_CHILD,
    CALL,
    ANSWER,
    COMMIT,
    REBALANCE
}
