package io.millrace.dist.faults;

import java.util.Locale;

/** What a kill interrupted. */
enum Window {
    /** Records are in files, or in parts of uploads, that nobody sees and no intent names; all that was promised is committed. */
    OUTPUT_OPEN,
    /** A flush is promised by its intent, and none of its files is visible. */
    INTENT_WRITTEN,
    /** Some files of a flush are renamed, or their uploads completed. */
    SOME_VISIBLE,
    /** All files of a flush are visible, but its end is not committed. */
    NOT_COMMITTED,
    /** The end of the newest flush was committed a moment ago. */
    COMMITTED,
    /** The group was between two assignments. */
    REBALANCING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
