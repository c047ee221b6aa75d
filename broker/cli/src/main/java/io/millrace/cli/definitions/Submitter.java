package io.millrace.cli.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.api.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries submissions, and the files that they name, to a node. Problems come back at the user's own lines. */
public final class Submitter {

    private final Api api;
    private final Uploads uploads;
    private final FunctionBuild build;
    private final Map<String, String> parameters;

    /** @param progress where to show how far the uploads of large files are */
    public Submitter(Api api, PrintWriter progress) {
        this(api, progress, Map.of());
    }

    /** @param parameters values by name, for templates that ask for them */
    Submitter(Api api, PrintWriter progress, Map<String, String> parameters) {
        this.api = api;
        this.uploads = new Uploads(api, progress);
        this.build = new FunctionBuild(progress);
        this.parameters = parameters;
    }

    /** Applies one definition file; answers what the node did. */
    public JsonNode apply(Path file) {
        return apply(Definitions.read(List.of(file.toString()), System.in).get(0), null);
    }

    /**
     * Checks everything and changes nothing, the files that it names included.
     *
     * @return what an apply would do
     */
    JsonNode check(Submission submission) {
        JsonNode checked = send(submission, Map.of(), null, true);
        Uploads.find(submission, files(checked));
        return checked;
    }

    /** What a submission defines, in order; it need not be valid where it says kind and name itself. */
    List<DeploymentId> defined(Submission submission) {
        List<DeploymentId> ids = submission.named();
        if (ids.isEmpty()) {
            for (JsonNode change : send(submission, Map.of(), null, true).path("changes")) {
                ids.add(new DeploymentId(
                        change.path("kind").asText(), change.path("name").asText()));
            }
        }
        return ids;
    }

    /** @param ifGeneration refuse unless the stored generation is this one; null for any */
    JsonNode apply(Submission submission, Long ifGeneration) {
        JsonNode checked = send(submission, Map.of(), ifGeneration, true);
        Map<String, Path> files = Uploads.find(submission, files(checked));
        files.replaceAll((name, file) -> Files.isDirectory(file) ? packed(build.built(file)) : file);
        Map<String, String> artifacts = uploads.upload(files);
        return send(submission, artifacts, ifGeneration, false);
    }

    private static Path packed(Path folder) {
        try {
            return PackedFolder.of(folder);
        } catch (IOException | UncheckedIOException failed) {
            throw new ProblemException(
                    Problem.resource(
                            "folder-unreadable", folder + " cannot be packed: " + failed.getMessage() + ".", null, ""),
                    failed);
        }
    }

    private JsonNode send(Submission submission, Map<String, String> artifacts, Long ifGeneration, boolean dryRun) {
        try {
            return api.apply(submission.source(), submission.file(), artifacts, parameters, ifGeneration, dryRun);
        } catch (Refused refused) {
            throw refused.with(
                    refused.problems().stream().map(submission::located).toList());
        }
    }

    private static List<String> files(JsonNode checked) {
        List<String> files = new ArrayList<>();
        checked.path("files").forEach(file -> files.add(file.asText()));
        return files;
    }
}
