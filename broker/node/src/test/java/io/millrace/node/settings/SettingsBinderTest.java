package io.millrace.node.settings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.node.settings.KeyBindingTest.Specific;
import io.millrace.node.settings.ValueBindingTest.Everything;
import io.millrace.node.settings.ValueBindingTest.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What records and kinds say of their settings, and what the binder does with much that is wrong. */
class SettingsBinderTest extends BinderFixture {

    record Pair(
            @Setting("Low.") Integer low, @Setting("High.") Integer high) {
        Pair {
            if (low != null && high != null && low > high) {
                throw new InvalidSetting("low", "low is above high.", "Write a lower one.");
            }
            if (low != null && high == null) {
                throw new InvalidSetting("high", "high is missing.", "Add high.");
            }
        }
    }

    record Nest(
            @Setting("Pair.") Pair pair,
            @Setting("Parts.") Part part,
            @Setting("Limits.") Inner inner) {}

    record Inner(
            @Setting(value = "Depth.", defaultValue = "3") int depth) {}

    @Test
    void whatARecordRefusesIsAtItsKey() {
        assertThat(bad(Nest.class, "pair: {low: 5, high: 3}"))
                .containsExactly("1:13 pair.low: low is above high. Write a lower one.");
        assertThat(bad(Nest.class, "inner:\n  depth: 4\npair:\n  low: 5\n"))
                .containsExactly("3:1 pair.high: high is missing. Add high.");
        assertThat(bad(Nest.class, "pair: {low: 5, hihg: 7}"))
                .containsExactly("1:16 pair.hihg: there is no setting 'hihg'. Write high.");
    }

    @Test
    void anAbsentPartIsMadeOfItsDefaultsUnlessItNeedsSomething() {
        assertThat(good(Nest.class, "{}")).isEqualTo(new Nest(new Pair(null, null), null, new Inner(3)));
        assertThat(good(Nest.class, "part:\ninner: {}\n"))
                .isEqualTo(new Nest(new Pair(null, null), null, new Inner(3)));
    }

    @Test
    void referencesAreResolvedAndNotShownResolved() {
        assertThat(good(
                        Everything.class,
                        "text: a ${env:WORD} $${env:WORD} ${other} b\nwhole: ${env:SIZE}\n"
                                + "texts: ${env:WORD},$${x:y},${topic}"))
                .extracting(Everything::text, Everything::whole, Everything::texts)
                .containsExactly("a seven ${env:WORD} ${other} b", 7, List.of("seven", "${x:y}", "${topic}"));
        assertThat(bad(Everything.class, "whole: ${env:WORD}\ntext: ${millrace:bootstrapServer}\nnumber: ${vault:x}"))
                .containsExactly(
                        "1:8 whole: whole is '${env:WORD}', not a whole number. Write a whole number, such as 1000.",
                        "2:7 text: text is '${millrace:bootstrapServer}', but the node knows no 'bootstrapServer' here."
                                + " Write bootstrapServers.",
                        "3:9 number: number is '${vault:x}', but 'vault:' refers to nothing."
                                + " Use env:, file: or millrace:, or write $${ for the text itself.");
    }

    @Test
    void aKindReportsAndWarnsAtItsKeys() {
        Bound<Object> bound = bind("a: 1\nb:\n  - {c: 2}\n", binding -> {
            binding.report("b[0].c", Problem.user("odd", "c is odd.", null, ""));
            binding.report("", Problem.user("odd", "all is odd.", null, ""));
            binding.warn("a", "a is old.");
            assertThat(binding.text("a")).contains("1");
            assertThat(binding.text("z")).isEmpty();
            throw new ProblemException(Problem.user("odd", "so it ends.", null, ""));
        });

        assertThat(told(bound)).containsExactly("1:1: all is odd.", "3:9 b[0].c: c is odd.", "so it ends.");
        assertThat(bound.warnings()).containsExactly("f.yaml:1:4 a: a is old.");
    }

    @Test
    @Timeout(60)
    void aDocumentOfNothingButMistakesIsCheckedInTime() {
        String parts = IntStream.range(0, 3_000)
                .mapToObj(i -> "  - {id: x, odd" + i + ": 1}\n")
                .collect(joining());
        String keys =
                IntStream.range(0, 3_000).mapToObj(i -> "key" + i + ": 1\n").collect(joining());

        assertThat(bad(Everything.class, keys + "parts:\n" + parts)).hasSize(6_000);
    }

    @Test
    void theSameMistakeFoundTwiceIsToldOnce() {
        assertThat(told(bind("topics: {a: b}\nflush.size: 1", binding -> {
                    binding.bind(Specific.class);
                    return binding.bind(Specific.class);
                })))
                .hasSize(1);
    }

    @Test
    void aDocumentThatIsNoSettingsRecordIsTheAuthorsMistake() {
        record NoAnnotation(String text) {}
        record NoDefault(@Setting("Number.") int number) {}
        record Odd(@Setting("Odd.") Thread thread) {}

        assertThatThrownBy(() -> bind("{}", binding -> binding.bind(NoAnnotation.class)))
                .hasMessageContaining("NoAnnotation.text has no @Setting");
        assertThatThrownBy(() -> bind("{}", binding -> binding.bind(NoDefault.class)))
                .hasMessageContaining("NoDefault.number cannot be null");
        assertThatThrownBy(() -> bind("thread: 1", binding -> binding.bind(Odd.class)))
                .hasMessageContaining("Thread");
    }
}
