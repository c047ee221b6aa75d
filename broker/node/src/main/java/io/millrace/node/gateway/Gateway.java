package io.millrace.node.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.api.Pages;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Secret;
import io.millrace.node.NodeConfig.HttpSettings;
import io.millrace.node.Ports;
import io.millrace.node.artifacts.Artifacts;
import io.millrace.node.deployments.Deployments;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.logs.DeploymentLogs;
import io.millrace.node.topics.ConsumerGroups;
import io.millrace.node.topics.KafkaAdmin;
import io.millrace.node.topics.KafkaTopics;
import io.millrace.node.topics.PartitionOffsets;
import io.millrace.node.topics.TopicSurvey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server in front of the node. Started once, stopped once; any thread. */
public final class Gateway {

    /** Of a JSON body; streams have no limit. */
    static final long BODY_LIMIT_BYTES = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Vertx vertx;
    private final HttpSettings settings;
    private final Parts parts;
    private final RecordsResource records;
    private HttpServer server;

    /**
     * What the gateway is in front of.
     *
     * @param advertisedHost a name of this node beside loopback and its address; null for none
     * @param node what {@code GET /v1/node} answers; asked on the event loop
     */
    public record Parts(
            String advertisedHost,
            Supplier<JsonObject> node,
            Deployments deployments,
            DeploymentLogs logs,
            Artifacts artifacts,
            KafkaAccess access,
            KafkaAdmin admin,
            ConsumerGroups groups,
            List<Pages> pages,
            PrometheusMeterRegistry registry) {}

    public Gateway(Vertx vertx, HttpSettings settings, Parts parts) {
        this.vertx = vertx;
        this.settings = settings;
        this.parts = parts;
        this.records = new RecordsResource(
                vertx, parts.access(), new KafkaTopics(parts.admin()), new PartitionOffsets(parts.admin()));
    }

    /**
     * Refuses settings under which the gateway must not or cannot listen. Blocks for a few system calls; call it before anything
     * is started.
     *
     * @throws ProblemException when everybody could reach it without a token, or the port is taken
     */
    public static void check(HttpSettings settings) {
        if (!isLoopback(settings.host()) && token(settings).isEmpty()) {
            throw new ProblemException(Problem.user(
                    "open-gateway",
                    "the gateway would listen on " + settings.host() + " and take requests from everybody.",
                    Where.path("node.http.host"),
                    "Set node.http.token, such as ${env:MILLRACE_TOKEN}, or listen on 127.0.0.1."));
        }
        Ports.requireFree("node.http.port", settings.host(), settings.port());
    }

    /** Completes when requests are taken; fails with a {@link ProblemException} when it cannot listen. */
    public Future<Void> start() {
        Router router = router();
        return vertx.<Void>executeBlocking(() -> {
                    check(settings);
                    return null;
                })
                .compose(checked -> vertx.createHttpServer(options())
                        .requestHandler(router)
                        .invalidRequestHandler(new InvalidRequest())
                        .listen())
                .onSuccess(listening -> {
                    server = listening;
                    LOG.atInfo()
                            .addKeyValue("host", settings.host())
                            .addKeyValue("port", listening.actualPort())
                            .log("gateway listens");
                })
                .mapEmpty();
    }

    /** The port it listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    /** Ends streams under way and stops listening. */
    public Future<Void> stop() {
        return (server == null ? Future.<Void>succeededFuture() : server.close()).eventually(records::close);
    }

    private Router router() {
        Contract contract = Contract.load();
        KafkaTopics topics = new KafkaTopics(parts.admin());
        Bindings bindings = new Bindings();
        new NodeResource(parts.node(), topics, parts.registry(), contract).bind(bindings);
        new ApplyResource(parts.deployments(), parts.artifacts()).bind(bindings);
        new DeploymentsResource(parts.deployments()).bind(bindings);
        new LogsResource(parts.deployments(), parts.logs()).bind(bindings);
        new TopicsResource(topics, new TopicSurvey(parts.admin()), parts.groups()).bind(bindings);
        new Page().bind(bindings);
        records.bind(bindings);

        Router router = Router.router(vertx);
        for (int status : new int[] {400, 404, 405, 413, 414, 417, 500}) {
            router.errorHandler(status, new ProblemResponse(status));
        }
        Guard guard = new Guard(names(), token(settings));
        router.route().handler(guard.ofAll()).failureHandler(new ProblemResponse(500));
        contract.bind(router, guard, BODY_LIMIT_BYTES, bindings.handlers());
        for (Pages pages : parts.pages()) {
            router.routeWithRegex(HttpMethod.GET, "/" + pages.path() + "/.*")
                    .method(HttpMethod.HEAD)
                    .handler(guard.ofPages())
                    .handler(context -> pages.answer(context.request()));
        }
        return router;
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        names.add(settings.host().toLowerCase(Locale.ROOT));
        if (parts.advertisedHost() != null) {
            names.add(parts.advertisedHost().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true);
    }

    private static Optional<String> token(HttpSettings settings) {
        return Optional.ofNullable(settings.token()).map(Secret::reveal).filter(text -> !text.isBlank());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new ProblemException(
                    Problem.user(
                            "unknown-host",
                            "the host " + host + " cannot be resolved.",
                            Where.path("node.http.host"),
                            "Write an address of this machine, such as 127.0.0.1."),
                    unknown);
        }
    }
}
