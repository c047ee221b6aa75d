package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps out what a web page or a stranger could send: a request must be meant for this node ({@code Host}), must not come from
 * another site's page ({@code Origin}, and a content type that a plain form cannot send), and must carry the token if there is
 * one.
 */
final class Guard {

    /** Of a request that changes something; each makes a browser ask before it sends one from another site. */
    private static final Set<String> CONTENT_TYPES =
            new TreeSet<>(Set.of("application/json", "application/x-ndjson", "application/octet-stream"));

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final Set<String> names;
    private final Optional<byte[]> token;

    /**
     * @param names host names of this node beside loopback and the address that a connection arrived at
     * @param token that requests must carry, if any
     */
    Guard(Set<String> names, Optional<String> token) {
        this.names = names;
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Checks {@code Host} and {@code Origin}, for every path. */
    SecurityPolicyHandler ofAll() {
        return context -> {
            requireKnownHost(context.request());
            requireSameOrigin(context.request());
            context.next();
        };
    }

    /** Checks the token and the content type. */
    SecurityPolicyHandler of(Contract.Operation operation) {
        return context -> {
            if (!operation.open()) {
                requireToken(context, "Bearer");
            }
            if (!READING.contains(operation.method())) {
                requireContentType(
                        context.request(),
                        operation.contentTypes().isEmpty() ? CONTENT_TYPES : operation.contentTypes());
            }
            context.next();
        };
    }

    /** Checks the token for pages of plugins, which a browser asks its user for. */
    SecurityPolicyHandler ofPages() {
        return context -> {
            requireToken(context, "Basic realm=\"Millrace: any name, the token as password\"");
            context.next();
        };
    }

    private void requireKnownHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null
                || !isKnown(authority.host(), request.localAddress().hostAddress())) {
            throw refusal(
                    "unknown-host",
                    "this node does not answer for the host " + request.getHeader(HttpHeaders.HOST) + ".",
                    "Host",
                    "Use localhost, the address it listens on, or set kafka.advertisedHost to that name.");
        }
    }

    private boolean isKnown(String host, String localAddress) {
        String bare = host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
        if (bare.equals("localhost") || names.contains(bare)) {
            return true;
        }
        // Only a literal address: a name could be anybody's, pointing here.
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(bare);
        return address != null
                && (address.isLoopbackAddress() || address.getHostAddress().equals(localAddress));
    }

    private static void requireSameOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !request.getHeader(HttpHeaders.HOST).equalsIgnoreCase(authority(origin))) {
            throw refusal(
                    "foreign-origin",
                    "requests from the page " + origin + " are not taken.",
                    "Origin",
                    "Send the request from the node's own page, or without a browser.");
        }
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException notAnOrigin) {
            return null;
        }
    }

    private void requireToken(RoutingContext context, String challenge) {
        if (token.isEmpty()) {
            return;
        }
        Optional<String> given =
                givenToken(context.request().getHeader(HttpHeaders.AUTHORIZATION), challenge.startsWith("Basic"));
        if (!MessageDigest.isEqual(token.get(), given.orElse("").getBytes(StandardCharsets.UTF_8))) {
            context.response().putHeader("WWW-Authenticate", challenge);
            throw refusal(
                    "unauthorized",
                    given.isPresent() ? "the token is not this node's." : "this node needs a token.",
                    "Authorization",
                    "Send Authorization: Bearer with the token of node.http.token.");
        }
    }

    private static Optional<String> givenToken(String authorization, boolean basicToo) {
        String scheme = authorization == null ? "" : authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        if (basicToo && scheme.startsWith(BASIC)) {
            return password(authorization.substring(BASIC.length()).strip());
        }
        return Optional.empty();
    }

    private static Optional<String> password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return Optional.of(decoded.substring(decoded.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static void requireContentType(HttpServerRequest request, Set<String> allowed) {
        String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!allowed.contains(type)) {
            throw refusal(
                    "unsupported-content-type",
                    header == null
                            ? "the request declares no content type."
                            : "the content type " + header + " is not taken here.",
                    "Content-Type",
                    "Declare " + String.join(" or ", allowed) + ".");
        }
    }

    private static ProblemException refusal(String code, String what, String header, String mend) {
        return new ProblemException(Problem.user(code, what, Where.path(header), mend));
    }
}
