package io.millrace.node.deployments;

import io.millrace.node.settings.Bound;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a submission says.
 *
 * @param definitions in the order of the text
 * @param translated warnings about the documents that were not in this platform's form
 */
record Reading(List<Checked<?>> definitions, List<String> translated) {

    /** What was taken without effect. */
    List<String> warnings() {
        Stream<String> bound =
                definitions.stream().map(Checked::bound).map(Bound::warnings).flatMap(List::stream);
        return Stream.concat(translated.stream(), bound).toList();
    }

    /** Files that the definitions name and nobody has uploaded, each once. */
    List<String> files() {
        return definitions.stream()
                .flatMap(each -> each.bound().files().stream())
                .distinct()
                .toList();
    }
}
