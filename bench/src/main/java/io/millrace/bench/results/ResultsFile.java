package io.millrace.bench.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of results: a section a benchmark, each written whole when its benchmark has run. */
public final class ResultsFile {

    private static final String HEAD = """
            # Results

            Written by `./millrace bench NAME` and by nothing else: a section a benchmark, as it last ran. Ratios are the point, for
            they compare two runs of one machine in one go; the figures beside them are those of that machine.
            """;

    private ResultsFile() {}

    /** @param markdown of the section, its heading first */
    public static void put(Path file, String markdown) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : HEAD;
        Files.writeString(file, with(page, markdown));
    }

    /** The page with this section in the place of the one with the same heading, or at the end. */
    static String with(String page, String markdown) {
        String heading = markdown.substring(0, markdown.indexOf('\n') + 1);
        int begin = page.indexOf("\n" + heading) + 1;
        if (begin == 0) {
            return page + "\n" + markdown;
        }
        int next = page.indexOf("\n## ", begin);
        return page.substring(0, begin) + markdown + (next < 0 ? "" : page.substring(next));
    }
}
