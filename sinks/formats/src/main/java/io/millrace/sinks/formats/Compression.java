package io.millrace.sinks.formats;

/** How the bytes of a text file are compressed. */
public enum Compression {
    NONE("", 0),
    GZIP(".gz", 9),
    ZSTD(".zst", 22);

    private final String extension;
    private final int maxLevel;

    Compression(String extension, int maxLevel) {
        this.extension = extension;
        this.maxLevel = maxLevel;
    }

    /** What follows the format's own ending in a file's name. */
    String extension() {
        return extension;
    }

    /** The level that makes the smallest files; 0 when there are no levels. */
    int maxLevel() {
        return maxLevel;
    }
}
