package io.millrace.node.kafka;

/**
 * A listener of the carried broker.
 *
 * @param name {@code CLIENT}, {@code INTERNAL} or {@code CONTROLLER}
 * @param host address it is bound to
 * @param port bound port
 * @param advertisedHost host that clients are told; the same as {@code host} for the inner two
 */
public record Listener(String name, String host, int port, String advertisedHost) {

    /** {@code host:port} as clients use it. */
    public String bootstrap() {
        return advertisedHost + ":" + port;
    }

    String bound() {
        return name + "://" + host + ":" + port;
    }

    String advertised() {
        return name + "://" + bootstrap();
    }
}
