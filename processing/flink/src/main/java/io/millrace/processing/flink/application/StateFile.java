package io.millrace.processing.flink.application;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the {@linkplain ApplicationState state} of an application. Every method blocks.
 *
 * @param folder the application's own
 */
record StateFile(Path folder) {

    private static final String NAME = "application.json";

    /** What was written last; the first state when nothing was. */
    ApplicationState read() {
        Path file = folder.resolve(NAME);
        try {
            return Files.exists(file)
                    ? ApplicationState.fromJson(new JsonObject(Files.readString(file)))
                    : ApplicationState.FIRST;
        } catch (IOException | DecodeException unreadable) {
            throw new ProblemException(
                    Problem.resource(
                            "state-unreadable",
                            file + " cannot be read: " + unreadable.getMessage() + ".",
                            Where.path(""),
                            "Bring it back from a copy; without it nobody knows where the application was."),
                    unreadable);
        }
    }

    /** Survives a loss of power once it returns. */
    void write(ApplicationState state) throws IOException {
        Files.createDirectories(folder);
        Path written = folder.resolve(NAME + ".new");
        try (FileChannel file = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer json = ByteBuffer.wrap(state.toJson().encodePrettily().getBytes(StandardCharsets.UTF_8));
            while (json.hasRemaining()) {
                file.write(json);
            }
            file.force(true);
        }
        Files.move(written, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
