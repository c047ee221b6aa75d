package io.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends a process that {@link ChildProcess#java} has started when its parent ends. */
public final class ParentWatch {

    private ParentWatch() {}

    /** From now on; what is on standard input is thrown away. */
    public static void start() {
        Thread watch = new Thread(
                () -> {
                    try (InputStream parent = System.in) {
                        parent.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException gone) {
                        // The same as the end.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }
}
