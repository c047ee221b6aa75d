package io.millrace.dist.faults;

import java.util.Locale;

/** What a kill interrupted of a function. */
enum CallWindow {
    /** A process was on its way, and had not loaded the handler. */
    CHILD_STARTING,
    /** The handler was at work. */
    IN_FLIGHT,
    /** The handler had done records whose offsets were not committed. */
    NOT_COMMITTED,
    /** All that the handler had done of a partition was committed a moment ago. */
    COMMITTED,
    /** The group was between two assignments. */
    REBALANCING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
