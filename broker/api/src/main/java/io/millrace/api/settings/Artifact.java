package io.millrace.api.settings;

import java.nio.file.Path;

/**
 * A file that a definition names and that was uploaded with it, found by its content.
 *
 * @param name the path as the user wrote it, for messages
 * @param sha256 lower-case hex digest of the content; empty for a {@code file:} URI, which is read in place
 * @param path where this node has it; read only
 */
public record Artifact(String name, String sha256, Path path) {}
