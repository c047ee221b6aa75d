package io.millrace.node.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.node.topics.KafkaAdmin;
import io.millrace.node.topics.KafkaTopics;
import io.millrace.node.topics.SharedBroker;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that ask for a whole topic and never read the answer. */
class SilentReadersIT {

    private static final int READERS = 50;
    private static final int RECORD_BYTES = 10_000;

    /** One poll in JSON and in the socket's buffer, one fetch, and the client itself: 1.8 MB were seen. */
    private static final long MOST_BYTES_A_READER = 4 << 20;

    /** On the heap when they are gone: what broker and clients have learnt meanwhile. */
    private static final long MOST_BYTES_LEFT = 32 << 20;

    @TempDir
    Path directory;

    @Test
    void holdLittleMemoryAndHinderNobody() throws Exception {
        long bytes = Boolean.getBoolean("millrace.soak") ? 1L << 30 : 96L << 20;
        try (TestGateway gateway = new TestGateway(directory, SharedBroker.access(), null)) {
            KafkaAdmin admin = new KafkaAdmin(gateway.vertx, SharedBroker.access());
            new KafkaTopics(admin)
                    .create("silent", 4, -1, Map.of("retention.ms", "-1"))
                    .await();
            new KafkaTopics(admin).create("heard", 1, -1, Map.of()).await();
            admin.close().await();
            fill(bytes);
            SharedBroker.produce("heard", 0, List.of("still served"));
            long before = usedBytes();
            long heapBefore = heap();

            List<Socket> readers = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    readers.add(silentReader(gateway.port()));
                }
                await().atMost(Duration.ofMinutes(2)).until(() -> readerThreads() == READERS);
                Stable held = new Stable();
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(held::isStable);

                assertThat(held.bytes - before).isLessThan(READERS * MOST_BYTES_A_READER);
                assertThat(gateway.get("/v1/topics/heard/records").body()).contains("still served");
                assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            } finally {
                for (Socket reader : readers) {
                    reader.close();
                }
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> readerThreads() == 0);
            System.gc();
            assertThat(heap() - heapBefore).isLessThan(MOST_BYTES_LEFT);
        }
    }

    /** Bytes that no codec makes smaller. */
    private static void fill(long bytes) {
        Random random = new Random(7);
        SharedBroker.produce(IntStream.range(0, (int) (bytes / RECORD_BYTES)).mapToObj(i -> {
            byte[] value = new byte[RECORD_BYTES];
            random.nextBytes(value);
            return new ProducerRecord<>("silent", value);
        }));
    }

    private static Socket silentReader(int port) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write("GET /v1/topics/silent/records?follow=true HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(ISO_8859_1));
        return socket;
    }

    /** Tells when nothing more is read ahead: three looks in a row that see the same. */
    private static final class Stable {

        private long bytes;
        private int looks;

        boolean isStable() {
            long last = bytes;
            bytes = usedBytes();
            looks = Math.abs(bytes - last) < 1 << 20 ? looks + 1 : 0;
            return looks >= 2;
        }
    }

    /** Live objects on the heap and buffers beside it. */
    private static long usedBytes() {
        System.gc();
        return heap() + direct();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static int readerThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-kafka-consumer-thread"))
                .count();
    }
}
