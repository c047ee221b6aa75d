package io.millrace.processing.flink.application;

import io.millrace.api.PluginContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.flink.engine.Folders;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the checkpoints and savepoints of one application are: a folder, or objects under a prefix. Any thread.
 *
 * <pre>
 * checkpoints/JOB/chk-N/_metadata    written when the checkpoint is complete, before anybody is told
 * savepoints/…
 * </pre>
 */
public final class Storage {

    /** From the folder of all jobs to a checkpoint's files. */
    private static final int LISTED_DEPTH = 3;

    private static final Pattern COMPLETE = Pattern.compile(".*/chk-(\\d+)/_metadata");

    private static final Pattern JOB = Pattern.compile(".*/checkpoints/(\\p{XDigit}{32})/.*");

    private final PluginContext node;
    private final String base;

    /** @param base URI without a slash at the end */
    public Storage(PluginContext node, String base) {
        this.node = node;
        this.base = base;
    }

    public String checkpoints() {
        return base + "/checkpoints";
    }

    public String savepoints() {
        return base + "/savepoints";
    }

    /** Where the checkpoints of a job are unless its program says otherwise. */
    String folderOf(String job) {
        return checkpoints() + "/" + job;
    }

    /** The newest complete checkpoint in the folder of a job. */
    Future<Optional<String>> newest(String jobFolder) {
        return files(jobFolder)
                .map(files -> files.stream()
                        .map(COMPLETE::matcher)
                        .filter(Matcher::matches)
                        .max(Comparator.comparingLong(file -> Long.parseLong(file.group(1))))
                        .map(file -> jobFolder + "/chk-" + file.group(1)));
    }

    /** Removes what earlier jobs have left, which nothing goes on from once this one has a checkpoint. */
    Future<Void> forgetJobsBut(String job) {
        return files(checkpoints())
                .map(files -> files.stream()
                        .map(JOB::matcher)
                        .filter(Matcher::matches)
                        .map(file -> file.group(1))
                        .filter(id -> !id.equals(job))
                        .distinct()
                        .map(this::folderOf)
                        .toList())
                .compose(folders ->
                        Future.join(folders.stream().map(this::remove).toList()).mapEmpty());
    }

    /** Removes all files below a URI. */
    Future<Void> remove(String location) {
        if (isLocal(location)) {
            return node.vertx().executeBlocking(() -> {
                Folders.remove(path(location));
                return null;
            });
        }
        ObjectStore store = store(location);
        return store.list(URI.create(location + "/"))
                .compose(objects -> Future.join(
                                objects.stream().map(store::delete).toList())
                        .mapEmpty());
    }

    /** Removes everything. */
    public Future<Void> removeAll() {
        return remove(base);
    }

    private Future<List<String>> files(String location) {
        return isLocal(location)
                ? node.vertx().executeBlocking(() -> localFiles(path(location)), false)
                : store(location)
                        .list(URI.create(location + "/"))
                        .map(objects -> objects.stream().map(URI::toString).toList());
    }

    private static List<String> localFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, LISTED_DEPTH)) {
            return all.filter(Storage::isWhole).map(Path::toString).toList();
        }
    }

    /** What was cut off by a loss of power may be there and empty. */
    private static boolean isWhole(Path file) {
        return Files.isRegularFile(file) && file.toFile().length() > 0;
    }

    private static boolean isLocal(String location) {
        return location.startsWith("file:");
    }

    private static Path path(String location) {
        // Flink writes file:/x, Java file:///x.
        return Path.of(URI.create(location).getPath());
    }

    private ObjectStore store(String location) {
        String scheme = URI.create(location).getScheme();
        return node.objectStore(scheme.equals("s3a") ? "s3" : scheme)
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "unknown-storage",
                        "Checkpoints are at " + location + ", and nothing here reads " + scheme + ": URIs.",
                        Where.path("flink.storage"),
                        "Use a file: or s3: URI.")));
    }
}
