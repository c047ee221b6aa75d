package io.millrace.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("flush.size", "rotate.interval.ms", "topics", "topicsDir", "id");

    @ParameterizedTest
    @CsvSource({
        "flush.size, flush.size",
        "flushSize, flush.size",
        "Flush-Size, flush.size",
        "flsuh.size, flush.size",
        "rotateIntervalMs, rotate.interval.ms",
        "rotation.interval.ms, rotate.interval.ms",
        "topic, topics",
        "topics.dir, topicsDir",
        "ids, id"
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(Suggestion.nearest(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"partitions", "x", "size", "ab", "flush.size.of.all.the.files"})
    void doesNotGuessWildly(String written) {
        assertThat(Suggestion.nearest(written, KNOWN)).isEmpty();
    }

    @Test
    void namesAllWhenTheyAreFew() {
        assertThat(Suggestion.mend("x", List.of("beta", "alpha"))).isEqualTo("Remove it, or use one of alpha, beta.");
        assertThat(Suggestion.mend("x", List.of())).isEqualTo("Remove it.");
        assertThat(Suggestion.mend("x", Collections.nCopies(13, "alpha"))).isEqualTo("Remove it.");
    }
}
