package io.millrace.node.kafka;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What Kafka wrote about a formatted log directory. Source: {@code meta.properties}, version 1.
 *
 * @param clusterId Kafka's id of the cluster
 * @param nodeId the node the directory belongs to
 */
record MetaProperties(String clusterId, int nodeId) {

    static Optional<MetaProperties> read(Path directory) throws IOException {
        Path file = directory.resolve("meta.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Optional.of(new MetaProperties(
                properties.getProperty("cluster.id"), Integer.parseInt(properties.getProperty("node.id"))));
    }

    void requireNode(int expected, Path directory) {
        if (nodeId != expected) {
            throw new ProblemException(Problem.user(
                    "data-directory-of-another-node",
                    "the data directory " + directory + " belongs to node " + nodeId + ", and this is node " + expected
                            + ".",
                    Where.path("node.id"),
                    "Set node.id: " + nodeId + ", or another node.dataDir."));
        }
    }
}
