package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String HOST = LOOPBACK.getHostAddress();

    @Test
    void noTwoPortsAreTheSame() {
        assertThat(Ports.free(HOST, 500)).doesNotHaveDuplicates();
    }

    @Test
    void aFreePortIsNoneThatAnOutgoingConnectionIsGiven() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    clients.add(new Socket(LOOPBACK, server.getLocalPort()));
                }
                int least =
                        clients.stream().mapToInt(Socket::getLocalPort).min().orElseThrow();
                assertThat(Ports.free(HOST, 50)).allMatch(port -> port < least);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void aFreePortCanBeListenedOn() throws IOException {
        int port = Ports.free(HOST);
        try (ServerSocket server = new ServerSocket(port, 50, LOOPBACK)) {
            assertThat(server.isBound()).isTrue();
        }
    }
}
