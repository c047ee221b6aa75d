package io.millrace.dist.faults;

import java.util.Locale;

/** What a kill interrupted. */
enum Window {
    /** Records are in files that nobody sees; all that was promised is committed. */
    FILE_OPEN,
    /** A flush is promised by its intent, but its files are not all visible. */
    INTENT_WRITTEN,
    /** The files of a flush are visible, but its end is not committed. */
    RENAMED_NOT_COMMITTED,
    /** The end of the newest flush was committed a moment ago. */
    COMMITTED,
    /** The group was between two assignments. */
    REBALANCING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
