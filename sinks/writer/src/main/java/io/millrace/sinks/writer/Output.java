package io.millrace.sinks.writer;

import java.io.IOException;
import java.io.OutputStream;

/** What is being written and not yet visible. Takes large pieces: it has no buffer. Not thread-safe. */
public abstract class Output extends OutputStream {

    /** Bytes written so far. */
    public abstract long bytes();

    /** Nothing more is written: begins what {@link #seal()} will wait for. */
    public void finish() throws IOException {}

    /**
     * Ends the output so that it outlives the process and the machine.
     *
     * @return the handle by which any process can publish or drop it
     */
    public abstract String seal() throws IOException;

    /** Removes it; possible at any time before it is published. What cannot be removed stays as garbage. */
    public abstract void drop();

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }
}
