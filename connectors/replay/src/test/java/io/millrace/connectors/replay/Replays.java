package io.millrace.connectors.replay;

import io.millrace.api.Meters;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceBatch;
import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Settings, a host and a reader for tests of the source. */
final class Replays {

    private Replays() {}

    /** Of a file that is read in place, with nothing else set. */
    static ReplaySettings settings(Path file) {
        return settings(file, "false", null);
    }

    static ReplaySettings settings(Path file, String loop, String rate) {
        return new ReplaySettings(artifact(file), null, "topic", null, null, rate, loop, ByteSize.ofMebibytes(1));
    }

    static Artifact artifact(Path file) {
        return new Artifact(String.valueOf(file.getFileName()), "", file);
    }

    static Source started(ReplaySettings settings, JsonObject position, Vertx vertx) {
        Source source = new ReplaySourceType().open(settings, new Host(vertx));
        source.start(position).await();
        return source;
    }

    /** All batches to the end; the source is stopped. */
    static List<SourceBatch> drain(Source source) {
        List<SourceBatch> batches = new ArrayList<>();
        do {
            batches.add(source.next().await());
        } while (!batches.get(batches.size() - 1).end());
        source.stop().await();
        return batches;
    }

    static List<String> values(List<SourceBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(Replays::value)
                .toList();
    }

    static String value(ProducedRecord produced) {
        return new String(produced.value(), StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    private record Host(Vertx vertx) implements ConnectorContext {

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public Path dataDir() {
            throw new AssertionError("a source keeps nothing");
        }

        @Override
        public String cluster() {
            return "default";
        }

        @Override
        public String name() {
            return "replay";
        }

        @Override
        public String uid() {
            return "uid";
        }

        @Override
        public int task() {
            return 0;
        }

        @Override
        public long memoryBytes() {
            throw new AssertionError("a source holds no records");
        }

        @Override
        public Meters meters() {
            throw new AssertionError("a source has no meters of its own");
        }
    }
}
