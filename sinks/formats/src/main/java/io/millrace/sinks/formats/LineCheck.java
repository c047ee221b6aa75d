package io.millrace.sinks.formats;

/** How much of a value JSON lines look at before they write it. */
public enum LineCheck {
    /** At everything: what is not JSON is rejected. */
    FULL,
    /** At what a line needs. What stands in it is not read. */
    LINE
}
