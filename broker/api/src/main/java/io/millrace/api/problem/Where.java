package io.millrace.api.problem;

/**
 * The place a problem is at.
 *
 * @param file the file's name as the user gave it, or empty when there is none (a request body, a running deployment)
 * @param line 1-based line, 0 when unknown
 * @param column 1-based column, 0 when unknown
 * @param path the path of the value, such as {@code Connector/quakes-files config.flush.size}; may be empty
 */
public record Where(String file, int line, int column, String path) {

    /** A place known by its path alone. */
    public static Where path(String path) {
        return new Where("", 0, 0, path);
    }

    /** {@code file:line:column path}, leaving out what is unknown. */
    @Override
    public String toString() {
        String position = line > 0 ? file + ":" + line + ":" + column : file;
        return position.isEmpty() ? path : path.isEmpty() ? position : position + " " + path;
    }
}
