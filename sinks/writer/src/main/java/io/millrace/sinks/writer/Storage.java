package io.millrace.sinks.writer;

import io.millrace.api.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A place for objects: a folder, a bucket. Names are relative to it, with {@code /} between their parts. Calls come from one
 * thread and may block; other processes use the same place at the same time.
 *
 * <p>An {@link IOException} means that the call did nothing or all it should do, and that it may be tried again later.
 */
public interface Storage {

    /**
     * Begins an output that nobody sees until it is published.
     *
     * @param name the name it will be published under
     */
    Output create(Area area, String name) throws IOException;

    /** Handles of all outputs of an area that are not published, whoever made them, sealed or not. */
    List<String> unpublished(Area area) throws IOException;

    /** Removes an output that is not published. What cannot be removed stays as garbage; doing it again does nothing. */
    void drop(String handle);

    /**
     * Makes sealed outputs visible under their names, for good when it returns. An output that is gone while its name is there was
     * published before, maybe by another process at the same time.
     *
     * @return files of which neither output nor name is there
     */
    List<Intent.File> publish(List<Intent.File> files) throws IOException;

    /**
     * Writes a small object, whole and for good when it returns, if there is none of that name.
     *
     * @return false when there is one; of several writers exactly one gets true
     */
    boolean createNew(String name, byte[] content) throws IOException;

    /** Makes an empty object, or leaves it when there is one. A power failure may undo it. */
    void mark(String name) throws IOException;

    /** The content of a small object; empty when there is none. */
    Optional<byte[]> read(String name) throws IOException;

    /** Last parts of the names under a folder, objects and folders; empty when there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** Removes an object; nothing when there is none. */
    void delete(String name) throws IOException;

    /** Removes a folder with all that is in it; nothing when there is none. */
    void deleteAll(String folder) throws IOException;

    /** What a failure of this place means to the user. */
    Problem explain(IOException failure);

    /** The place as users write it: {@code file:///data/out}. */
    @Override
    String toString();
}
