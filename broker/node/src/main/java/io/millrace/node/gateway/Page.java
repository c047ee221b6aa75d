package io.millrace.node.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The live page at {@code /}: one static file. It may run its own script and style and ask this node, and nothing else; the
 * policy names both by their digests.
 */
final class Page {

    private final Buffer html;
    private final String policy;

    Page() {
        String text = resource();
        this.html = Buffer.buffer(text);
        this.policy = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'; script-src " + source(text, "script") + "; style-src "
                + source(text, "style");
    }

    void bind(Bindings bindings) {
        bindings.handle("getPage", this::send);
    }

    private void send(RoutingContext context) {
        context.response()
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", policy)
                .putHeader("referrer-policy", "no-referrer")
                .end(html);
    }

    private static String source(String text, String element) {
        int begin = text.indexOf("<" + element + ">") + element.length() + 2;
        String content = text.substring(begin, text.indexOf("</" + element + ">", begin));
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256(content)) + "'";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String resource() {
        try (InputStream page = Page.class.getResourceAsStream("page.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
