package io.millrace.bench.start;

import io.millrace.bench.ChildProcess;
import java.nio.file.Path;

/** A broker that is started as its users start it. */
@FunctionalInterface
public interface Server {

    /**
     * Starts it and does not wait until it serves.
     *
     * @param directory of its data; empty or prepared
     * @param port of clients
     * @param log where it logs
     */
    ChildProcess start(Path directory, int port, Path log);
}
