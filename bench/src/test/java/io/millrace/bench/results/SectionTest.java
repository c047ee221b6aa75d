package io.millrace.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {

    private static final Sample ONE = new Sample(List.of(1.0));
    private static final Measure HOLDS = new Measure("a", "s", 0, ONE, ONE, Line.ratioAtMost(1));
    private static final Measure FAILS = new Measure("b", "s", 0, ONE, ONE, Line.ratioAtMost(0.5));

    @Test
    void holdsOnlyWhenEveryMeasureDoes() {
        assertThat(section(HOLDS).holds()).isTrue();
        assertThat(section(HOLDS, FAILS).holds()).isFalse();
    }

    @Test
    void tellsDateMachineCommandAndOneRowAMeasure() {
        String markdown = section(HOLDS, FAILS)
                .toMarkdown(
                        LocalDate.of(2026, 3, 1),
                        new Machine("Linux", 2, 8L << 30, "OpenJDK 17"),
                        "./millrace bench start");
        assertThat(markdown)
                .startsWith("## start\n\n2026-03-01, Linux, 2 cores, 8 GiB, OpenJDK 17: `./millrace bench start`\n")
                .contains("\n| a | ", "\n| b | ")
                .endsWith("|\n");
    }

    @Test
    void takesThePlaceOfTheSectionWithItsName() {
        String page = "# Results\n\n## feed\n\nold\n\n## start\n\nkept\n";
        assertThat(ResultsFile.with(page, "## feed\n\nnew\n"))
                .isEqualTo("# Results\n\n## feed\n\nnew\n\n## start\n\nkept\n");
        assertThat(ResultsFile.with(page, "## start\n\nnew\n"))
                .isEqualTo("# Results\n\n## feed\n\nold\n\n## start\n\nnew\n");
    }

    @Test
    void isAddedAtTheEndWhenThereIsNoneOfItsName() {
        assertThat(ResultsFile.with("# Results\n\n## feed\n\nkept\n", "## start\n\nnew\n"))
                .isEqualTo("# Results\n\n## feed\n\nkept\n\n## start\n\nnew\n");
    }

    private static Section section(Measure... measures) {
        return new Section("start", "It was started.", "node", "kafka", 5, List.of(measures));
    }
}
