package io.millrace.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final String ONE = """
            paths:
              /v1/things/{thing}:
                parameters: []
                post: {operationId: makeThing, requestBody: {content: {application/json: {}}}}
            """;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void refusesAnOperationWithoutAHandler() {
        assertThatThrownBy(() -> bind(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("makeThing");
    }

    @Test
    void refusesAHandlerWithoutAnOperation() {
        Handler<RoutingContext> none = context -> {};
        assertThatThrownBy(() -> bind(Map.of("makeThing", none, "makeOther", none)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("makeOther")
                .hasMessageNotContaining("makeThing");
    }

    @Test
    void bindsPathsWithTheirParameters() {
        Router router = bind(Map.of("makeThing", context -> {}));
        assertThat(router.getRoutes())
                .singleElement()
                .satisfies(route -> assertThat(route.getPath()).isEqualTo("/v1/things/:thing"));
    }

    private Router bind(Map<String, Handler<RoutingContext>> handlers) {
        Router router = Router.router(vertx);
        Contract.parse(ONE).bind(router, new Guard(Set.of(), Optional.empty()), 1024, handlers);
        return router;
    }
}
