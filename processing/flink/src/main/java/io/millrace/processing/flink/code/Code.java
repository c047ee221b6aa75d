package io.millrace.processing.flink.code;

import io.millrace.api.settings.Artifact;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a definition says of an application's code. Either the jar or the script is there.
 *
 * @param jar the user's; null for a script
 * @param entryClass with the main method; null for the one that the jar's manifest names
 * @param script of SQL; null for a jar
 * @param libraries jars of functions and connectors for a script
 * @param propertyGroups properties by name by group
 * @param transactionalIdPrefix what a group's {@code transactional.id.prefix} begins with that lacks one: no two applications may have
 *     one prefix, nor two sinks of one
 * @param variables what a script may write as {@code ${millrace:NAME}}, by name; asked for only when it does
 */
public record Code(
        Artifact jar,
        String entryClass,
        Artifact script,
        List<Artifact> libraries,
        Map<String, Map<String, String>> propertyGroups,
        String transactionalIdPrefix,
        Map<String, Supplier<String>> variables) {

    public Code {
        if ((jar == null) == (script == null)) {
            throw new IllegalArgumentException("either a jar or a script");
        }
        libraries = List.copyOf(libraries);
        propertyGroups = Map.copyOf(propertyGroups);
        variables = Map.copyOf(variables);
    }
}
