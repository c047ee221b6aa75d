package io.millrace.api.deployment;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Something that can be asked of a running deployment, served at {@code /v1/deployments/{kind}/{name}/{operation}} and shown by
 * the CLI from this declaration.
 *
 * @param name lower case with dashes; a path segment and a CLI verb
 * @param description one sentence for {@code --help}
 * @param changes true for a POST, false for a GET
 * @param input what the body holds; {@code NONE} for a GET
 */
public record Operation(String name, String description, boolean changes, Input input) {

    /** Forms of a request's body. */
    public enum Input {
        NONE,
        JSON,
        BYTES
    }

    /**
     * @param body empty when there is none
     * @param parameters of the query
     */
    public record Request(Buffer body, Map<String, String> parameters) {}

    /** @param body any JSON object */
    public record Answer(JsonObject body) {}
}
