package io.millrace.sinks.formats;

/** How the bytes of a text file are compressed. */
public enum Compression {
    NONE(""),
    GZIP(".gz");

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** What follows the format's own ending in a file's name. */
    String extension() {
        return extension;
    }
}
