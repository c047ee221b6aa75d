package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.api.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Finds deployments by what users write: {@code KIND/NAME}, {@code KIND}, {@code NAME} or {@code all}. A kind is taken in any case
 * and in the plural.
 */
final class Names {

    private final Api api;
    private final List<JsonNode> deployments = new ArrayList<>();

    /** Asks the node what there is. */
    Names(Api api) {
        this.api = api;
        api.deployments().path("deployments").forEach(deployments::add);
    }

    /** The one deployment of {@code KIND/NAME} or {@code NAME}. */
    DeploymentId one(String text) {
        List<DeploymentId> found = named(text).stream().map(Names::id).toList();
        if (found.size() > 1) {
            throw new ProblemException(Problem.user(
                    "ambiguous-name",
                    "'" + text + "' is "
                            + found.stream().map(DeploymentId::toString).collect(Collectors.joining(" and ")) + ".",
                    null,
                    "Write its kind before it: " + found.get(0) + "."));
        }
        return found.get(0);
    }

    /** Every deployment that the text names; none of a kind is no error. */
    List<JsonNode> all(String text) {
        if (text.equals("all")) {
            return deployments;
        }
        List<JsonNode> ofKind = deployments.stream()
                .filter(deployment -> isKind(text, deployment.path("kind").asText()))
                .toList();
        return ofKind.isEmpty() && !isKnownKind(text) ? named(text) : ofKind;
    }

    private boolean isKnownKind(String text) {
        for (JsonNode kind : api.kinds()) {
            if (isKind(text, kind.path("kind").asText())) {
                return true;
            }
        }
        return false;
    }

    private List<JsonNode> named(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        List<JsonNode> found = deployments.stream()
                .filter(deployment -> deployment.path("name").asText().equals(name))
                .filter(deployment -> slash < 0
                        || isKind(
                                text.substring(0, slash),
                                deployment.path("kind").asText()))
                .toList();
        if (found.isEmpty()) {
            throw Refused.notFound(Problem.user(
                    "unknown-deployment",
                    "there is no deployment " + text + ".",
                    null,
                    "See what there is: millrace get all."));
        }
        return found;
    }

    private static boolean isKind(String written, String kind) {
        String lower = written.toLowerCase(Locale.ROOT);
        String singular = kind.toLowerCase(Locale.ROOT);
        return lower.equals(singular) || lower.equals(singular + "s");
    }

    static DeploymentId id(JsonNode deployment) {
        return new DeploymentId(
                deployment.path("kind").asText(), deployment.path("name").asText());
    }
}
