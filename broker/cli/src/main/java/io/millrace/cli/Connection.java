package io.millrace.cli;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.api.Api;
import java.net.URI;
import picocli.CommandLine.Option;

/** Where the node is: the options of every verb that talks to one. */
public final class Connection {

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_SERVER:-http://127.0.0.1:8080}",
            description = "URL of the node (default: MILLRACE_SERVER, else http://127.0.0.1:8080).")
    private String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The node's node.http.token (default: MILLRACE_TOKEN, which no list of processes shows).")
    private String token = System.getenv("MILLRACE_TOKEN");

    /** A client of the node; nothing is sent before the first call. */
    public Api open() {
        return new Api(uri(), token);
    }

    public URI uri() {
        try {
            URI uri = URI.create(server.contains("://") ? server : "http://" + server);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw new ProblemException(Problem.user(
                "invalid-server",
                "'" + server + "' is not the URL of a node.",
                null,
                "Write it as http://HOST:PORT, in --server or MILLRACE_SERVER."));
    }
}
