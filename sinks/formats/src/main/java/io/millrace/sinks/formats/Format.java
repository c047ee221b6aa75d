package io.millrace.sinks.formats;

import java.io.IOException;
import java.io.OutputStream;

/** A way to write records into a file. One instance serves one thread; its encoders are used by that thread. */
public interface Format {

    /** The ending of a file's name, dots included: {@code .json.gz}. */
    String extension();

    /**
     * Begins a file.
     *
     * @param out takes large pieces: the encoder has the file's only write buffer; closed by whoever opened it
     * @throws IOException when the output fails
     */
    RecordEncoder begin(OutputStream out) throws IOException;

    /**
     * A field of the values that this format writes.
     *
     * @param path names from the outside in, separated by dots
     */
    default RecordField field(String path) {
        return new JsonField(path);
    }
}
