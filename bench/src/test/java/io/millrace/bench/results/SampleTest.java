package io.millrace.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void theMedianDoesNotDependOnTheOrderOfRounds() {
        assertThat(new Sample(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(new Sample(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3.0);
    }

    @Test
    void rangesFromTheLeastToTheMost() {
        Sample sample = new Sample(List.of(3.0, -1.0, 7.0));
        assertThat(sample.least()).isEqualTo(-1.0);
        assertThat(sample.most()).isEqualTo(7.0);
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Sample ours = new Sample(List.of(9.0, 1.0, 4.0));
        Sample peer = new Sample(List.of(10.0, 1.0, 8.0));
        assertThat(ours.over(peer).values()).containsExactly(0.9, 1.0, 0.5);
    }

    @Test
    void sidesWithUnequalRoundsAreNotCompared() {
        Sample one = new Sample(List.of(1.0));
        assertThatThrownBy(() -> one.over(new Sample(List.of(1.0, 2.0)))).isInstanceOf(IllegalArgumentException.class);
    }
}
