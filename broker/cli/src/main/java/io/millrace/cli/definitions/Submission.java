package io.millrace.cli.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.cli.api.DeploymentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent to the node in one piece, to be stored whole or not at all.
 *
 * @param file name of the file, for messages
 * @param folder files named by the definitions are looked for here
 * @param source text of the documents
 * @param parts the files the text was put together from, in order
 */
record Submission(String file, Path folder, String source, List<Part> parts) {

    /**
     * A file within the source.
     *
     * @param line the first of its lines in the source, from 1
     */
    record Part(String file, int line) {}

    /** The problem at the line of the file it came from; one in a file that a definition names is there already. */
    Problem located(Problem problem) {
        Where where = problem.where();
        if (where.line() == 0 || !(where.file().isEmpty() || where.file().equals(file))) {
            return problem;
        }
        Part part = parts.get(0);
        for (Part candidate : parts) {
            part = candidate.line() <= where.line() ? candidate : part;
        }
        return problem.at(new Where(part.file(), where.line() - part.line() + 1, where.column(), where.path()));
    }

    /** Kind and name of each document; empty when one does not say both, as foreign forms do. */
    List<DeploymentId> named() {
        List<DeploymentId> ids = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(source)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.path("kind").isTextual() && document.path("name").isTextual()) {
                    ids.add(new DeploymentId(
                            document.path("kind").asText(),
                            document.path("name").asText()));
                } else if (!document.isNull() && !document.isMissingNode()) {
                    return new ArrayList<>();
                }
            }
            return ids;
        } catch (IOException | RuntimeJsonMappingException notYaml) {
            return new ArrayList<>();
        }
    }
}
