package io.millrace.processing.flink.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.flink.application.ApplicationState.Rest;
import io.millrace.processing.flink.application.ApplicationState.Scale;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ApplicationStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ApplicationState running =
            ApplicationState.FIRST.submitting("a1", 1, "", "").proven("file:/jobs/a1", true);

    @Test
    void isTheSameAfterItWasWritten() {
        ApplicationState state = running.stopped(new Snapshot("", "file:/s/1", NOW, 1))
                .with(new Snapshot("mine", "file:/s/2", NOW, 1))
                .scaled(new Scale(3, 0))
                .resting(Rest.STOPPED);

        assertThat(ApplicationState.fromJson(state.toJson())).isEqualTo(state);
    }

    @Test
    void goesOnFromTheSavepointOfAStop() {
        ApplicationState stopped = running.stopped(new Snapshot("", "file:/s/1", NOW, 1));

        assertThat(stopped.job().id()).isEmpty();
        assertThat(stopped.job().origin()).isEqualTo("file:/s/1");
        assertThat(stopped.durable()).isTrue();
    }

    @Test
    void goesOnFromWhereTheLastGenerationWasWhenOneIsGivenUp() {
        ApplicationState back = running.stopped(new Snapshot("", "file:/s/1", NOW, 1))
                .submitting("a2", 2, "", "file:/s/1")
                .givenUp();

        assertThat(back.generations().abandoned()).isEqualTo(2);
        assertThat(back.generations().good()).isEqualTo(1);
        assertThat(back.job().origin()).isEqualTo("file:/s/1");
        assertThat(back.job().id()).isEmpty();
    }

    @Test
    void keepsOnlyTheLastSnapshotThatAStopHasLeft() {
        ApplicationState state = running.with(new Snapshot("mine", "file:/s/1", NOW, 1))
                .stopped(new Snapshot("", "file:/s/2", NOW, 1))
                .stopped(new Snapshot("", "file:/s/3", NOW, 1));

        assertThat(state.snapshots()).extracting(Snapshot::location).containsExactly("file:/s/1", "file:/s/3");
    }

    @Test
    void forgetsAParallelismThatAUserHasAskedForWhenTheDefinitionChanges() {
        assertThat(running.scaled(new Scale(3, 0))
                        .submitting("a2", 2, "", "")
                        .scale()
                        .asked())
                .isZero();
        assertThat(running.scaled(new Scale(3, 0))
                        .submitting("a2", 1, "", "")
                        .scale()
                        .asked())
                .isEqualTo(3);
    }

    @Test
    void numbersTheJobsOfAnApplication() {
        assertThat(JobIds.of("uid", 1)).hasSize(32).endsWith("00000001");
        assertThat(JobIds.of("uid", 2)).startsWith(JobIds.of("uid", 1).substring(0, 24));
        assertThat(JobIds.of("other", 1)).isNotEqualTo(JobIds.of("uid", 1));
    }
}
