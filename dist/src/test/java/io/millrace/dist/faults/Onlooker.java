package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Somebody who lists what a sink writes, again and again while it writes, through the file system or the API of the store.
 *
 * <p>A file that is seen must have the name of a finished one, and at every later look still be there, with as many bytes. So when
 * all is well at the end, nobody has seen half a file, or one that came twice.
 */
final class Onlooker implements AutoCloseable {

    private static final long PAUSE_MS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Sink sink;
    private final Path dataDir;
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final Thread thread;
    private final List<String> oddities = new ArrayList<>();
    private Map<String, Long> seen = Map.of();
    private EmbeddedBucket bucket; // null before the store is there
    private Exception failure;
    private volatile int looks;

    /** @param dataDir of the node that runs the store, when the sink writes to a bucket */
    Onlooker(Sink sink, Path dataDir) {
        this.sink = sink;
        this.dataDir = dataDir;
        this.thread = new Thread(this::run, "onlooker-" + sink);
        thread.start();
    }

    private void run() {
        try {
            while (!leaving.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean look() {
        Map<String, Long> found;
        try {
            found = sink.bucket() == null ? files() : objects();
        } catch (IOException | SdkException away) {
            failure = away; // there is no store before the first start, and none after a kill
            return false;
        }
        seen.forEach((name, size) -> {
            if (!size.equals(found.get(name))) {
                oddities.add(name + " had " + size + " bytes, and " + found.get(name) + " later");
            }
        });
        found.keySet().stream()
                .filter(name -> !seen.containsKey(name))
                .filter(name -> !sink.fileName()
                        .matcher(name.substring(name.lastIndexOf('/') + 1))
                        .matches())
                .forEach(name -> oddities.add(name + " is not a finished file"));
        seen = found;
        looks++;
        return true;
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(sink.topicFolder())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sizes.put(sink.store().relativize(file).toString(), Files.size(file));
            }
        } catch (NoSuchFileException notYet) {
            return Map.of();
        }
        return sizes;
    }

    private Map<String, Long> objects() throws IOException {
        if (bucket == null || bucket.port() != EmbeddedBucket.port(dataDir)) {
            leaveBucket();
            bucket = new EmbeddedBucket(dataDir, sink.bucket());
        }
        return bucket.list("topics/");
    }

    private void leaveBucket() {
        if (bucket != null) {
            bucket.close();
            bucket = null;
        }
    }

    /** What was wrong, in all that was seen until now. */
    synchronized List<String> oddities() {
        await().atMost(PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(look())
                        .as(() -> sink + " is listed: " + failure)
                        .isTrue());
        return List.copyOf(oddities);
    }

    /** How often the sink's files were listed. */
    int looks() {
        return looks;
    }

    @Override
    public void close() {
        leaving.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        leaveBucket();
    }
}
