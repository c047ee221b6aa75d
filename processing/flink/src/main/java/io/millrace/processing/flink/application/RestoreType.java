package io.millrace.processing.flink.application;

/**
 * What an application goes on from when it is started or changed; after a crash it always goes on from where it was.
 *
 * <p>Source: ApplicationRestoreType of the API of Managed Service for Apache Flink.
 */
public enum RestoreType {
    /** From nothing: its state is forgotten. */
    SKIP_RESTORE_FROM_SNAPSHOT,
    /** From where it was, which includes snapshots. */
    RESTORE_FROM_LATEST_SNAPSHOT,
    /** From a snapshot of a name. */
    RESTORE_FROM_CUSTOM_SNAPSHOT
}
