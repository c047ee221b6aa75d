package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What binding a document gave.
 *
 * @param settings null when there are problems. While {@code files} is not empty, the artifacts of those names have no digest and
 *     no path: the settings were checked but cannot be run
 * @param problems everything that is wrong, in the order of the source
 * @param warnings what was taken without effect, with its place, in the order of the source
 * @param files names of files that the definition needs and nobody has uploaded, each once
 * @param storable the document's tree with literal secrets sealed and files as {@code {"$artifact": {"name", "sha256"}}};
 *     references are left as they are. Bound again, it gives equal settings. Null when there are problems or there is no vault
 * @param source the document's text with literal secrets as stars; JSON of its tree when it stands in no file or was translated.
 *     Null when {@code storable} is
 */
public record Bound<S>(
        S settings,
        List<Problem> problems,
        List<String> warnings,
        List<String> files,
        JsonObject storable,
        String source) {

    public Bound {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        files = List.copyOf(files);
    }
}
