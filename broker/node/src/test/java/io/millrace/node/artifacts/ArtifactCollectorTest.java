package io.millrace.node.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.node.settings.StorableForm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Artifacts artifacts;

    @BeforeEach
    void open() throws IOException {
        artifacts = Artifacts.open(vertx, () -> NOW, folder);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void keepsWhatAnyDefinitionNames() throws IOException {
        JsonObject definition = new JsonObject("""
                {"config": {"jars": [{"$artifact": {"name": "a.jar", "sha256": "%s"}}]},
                 "file": {"$artifact": {"name": "b.csv", "sha256": "%s"}}}""".formatted(A, B));
        store(A, Duration.ofDays(30));
        store(B, Duration.ofDays(30));
        store(C, Duration.ofDays(30));
        assertThat(collector(Future.succeededFuture(StorableForm.artifacts(definition)))
                        .collect()
                        .await())
                .isEqualTo(1);
        assertThat(stored()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void keepsWhatCameOrWasAskedForLately() throws IOException {
        store(A, Duration.ofMinutes(59));
        store(B, Duration.ofMinutes(61));
        store(C, Duration.ofMinutes(61));
        assertThat(artifacts.has(C).await()).isTrue();
        collector(Future.succeededFuture(Set.of())).collect().await();
        assertThat(stored()).containsExactlyInAnyOrder(A, C);
    }

    @Test
    void removesNothingWhenItCannotTellWhatIsNamed() throws IOException {
        store(A, Duration.ofDays(30));
        Future<Integer> collected =
                collector(Future.failedFuture("the broker is gone")).collect();
        assertThatThrownBy(collected::await).hasMessage("the broker is gone");
        assertThat(stored()).containsExactly(A);
    }

    @Test
    void askingForWhatIsNotThereMakesNothing() throws IOException {
        assertThat(artifacts.has(A).await()).isFalse();
        assertThat(stored()).isEmpty();
    }

    private ArtifactCollector collector(Future<Set<String>> named) {
        return new ArtifactCollector(vertx, artifacts, () -> named);
    }

    private void store(String digest, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(digest));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
