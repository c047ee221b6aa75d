package io.millrace.processing.flink.application;

import io.millrace.api.PluginContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.flink.engine.Folders;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
 * checkpoints/JOB/chk-N/_metadata        written when the checkpoint is complete, before anybody is told
 * savepoints/savepoint-…/_metadata       snapshots that users have named
 * savepoints/JOB/savepoint-…/_metadata   what has ended a job
 * </pre>
 */
public final class Storage {

    /** From the folder of all jobs to a checkpoint's files. */
    private static final int LISTED_DEPTH = 3;

    private static final Pattern COMPLETE = Pattern.compile(".*/chk-(\\d+)/_metadata");

    private static final Pattern SAVEPOINT = Pattern.compile(".*/(savepoint-[^/]+)/_metadata");
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

    /** Where the savepoint goes that ends a job. */
    String lastOf(String job) {
        return savepoints() + "/" + job;
    }

    /**
     * The newest that a job has completed: a checkpoint, or the savepoint that was to end it, which counts from when it is complete,
     * whether anybody has heard of that or not. Both are where the job had them, whatever the storage is now.
     *
     * @param jobFolder where its checkpoints are
     */
    Future<Optional<String>> newest(String jobFolder, String job) {
        Future<List<Completed>> checkpoints = files(jobFolder)
                .map(files -> files.stream()
                        .map(COMPLETE::matcher)
                        .filter(Matcher::matches)
                        .map(file -> new Completed(Long.parseLong(file.group(1)), jobFolder + "/chk-" + file.group(1)))
                        .toList());
        String last = new Storage(node, baseOf(jobFolder, job)).lastOf(job);
        Future<List<Completed>> savepoints = files(last)
                .compose(files -> Future.join(files.stream()
                                .map(SAVEPOINT::matcher)
                                .filter(Matcher::matches)
                                .map(file -> savepoint(last + "/" + file.group(1)))
                                .toList())
                        .map(CompositeFuture::list));
        return Future.all(checkpoints, savepoints)
                .map(both -> Stream.concat(checkpoints.result().stream(), savepoints.result().stream())
                        .max(Comparator.comparingLong(Completed::id))
                        .map(Completed::location));
    }

    /** Of the storage that a job had; a program that chooses another folder for its checkpoints has its savepoints here. */
    private String baseOf(String jobFolder, String job) {
        String end = "/checkpoints/" + job;
        return jobFolder.endsWith(end) ? jobFolder.substring(0, jobFolder.length() - end.length()) : base;
    }

    /** @param id counts up with each checkpoint and savepoint of a job */
    private record Completed(long id, String location) {}

    /** Source: Checkpoints.storeCheckpointMetadata of Flink: a magic number, a version, the id. */
    private Future<Completed> savepoint(String location) {
        String metadata = location + "/_metadata";
        Future<Buffer> content = isLocal(location)
                ? node.vertx().fileSystem().readFile(path(metadata).toString())
                : store(location).get(URI.create(metadata));
        return content.map(bytes -> new Completed(bytes.getLong(2 * Integer.BYTES), location));
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
