package io.millrace.api.problem;

/** Whose fault a problem is; decides the HTTP status, the log level and whether the CLI shows it as usage. */
public enum Fault {
    /** The user's input or configuration: 4xx, logged at INFO, never a class name or a stack trace. */
    USER,
    /** Something outside lacks room, permission or reach, and may come back: 503, logged at WARN. */
    RESOURCE,
    /** A defect of Millrace: 500, logged at ERROR with the cause. */
    INTERNAL
}
