package io.millrace.node.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The HTTP contract, {@code openapi.yaml}: which operations there are, what each takes, and whether it is open to those without
 * the token.
 */
final class Contract {

    private static final String JSON = "application/json";
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "delete");

    private final String text;
    private final List<Operation> operations;

    private Contract(String text, List<Operation> operations) {
        this.text = text;
        this.operations = operations;
    }

    /**
     * An operation.
     *
     * @param path with parameters as {@code {name}}
     * @param contentTypes of the body; empty when it takes none
     * @param open needs no token
     */
    record Operation(String id, HttpMethod method, String path, Set<String> contentTypes, boolean open) {

        boolean takesJson() {
            return contentTypes.contains(JSON);
        }
    }

    /** The document itself. */
    String text() {
        return text;
    }

    static Contract load() {
        try (InputStream resource = Contract.class.getResourceAsStream("/openapi.yaml")) {
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Contract parse(String text) {
        Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        List<Operation> operations = new ArrayList<>();
        map(document, "paths")
                .forEach((path, item) -> ((Map<?, ?>) item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation((String) path, (String) method, (Map<?, ?>) operation));
                    }
                }));
        return new Contract(text, operations);
    }

    /**
     * Binds every operation to the handler of its id: guard, body (up to the limit, when it is JSON), handler.
     *
     * @throws IllegalStateException when an operation has no handler or a handler no operation
     */
    void bind(Router router, Guard guard, long bodyLimit, Map<String, Handler<RoutingContext>> handlers) {
        Set<String> unmatched = new TreeSet<>(handlers.keySet());
        for (Operation operation : operations) {
            if (!unmatched.remove(operation.id())) {
                unmatched.add(operation.id());
            }
        }
        if (!unmatched.isEmpty()) {
            throw new IllegalStateException("contract and handlers differ in " + unmatched);
        }
        for (Operation operation : operations) {
            var route = router.route(operation.method(), operation.path().replaceAll("\\{(\\w+)}", ":$1"));
            route.handler(guard.of(operation));
            if (operation.takesJson()) {
                route.handler(BodyHandler.create(false).setBodyLimit(bodyLimit));
            }
            route.handler(handlers.get(operation.id()));
        }
    }

    private static Operation operation(String path, String method, Map<?, ?> operation) {
        Set<String> contentTypes = operation.containsKey("requestBody")
                ? map(map(operation, "requestBody"), "content").keySet().stream()
                        .map(String.class::cast)
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
        boolean open = operation.get("security") instanceof List<?> security && security.isEmpty();
        return new Operation(
                (String) operation.get("operationId"),
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                contentTypes,
                open);
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return (Map<?, ?>) parent.get(key);
    }
}
