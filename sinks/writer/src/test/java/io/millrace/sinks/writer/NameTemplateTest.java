package io.millrace.sinks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.sinks.TestRecord;
import java.io.IOException;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTemplateTest {

    private static final long NEW_YEAR_MS = 1_577_836_801_000L; // 2020-01-01T00:00:01Z

    @ParameterizedTest
    @CsvSource({
        "'{{topic}}-{{partition}}-{{start_offset}}', some_topic-1-7",
        "'a/{{ topic }}/{{partition:padding=true}}/{{start_offset:padding=true}}', a/some_topic/0000000001/00000000000000000007",
        "'{{topic}}/{{timestamp:unit=yyyy}}-{{timestamp:unit=MM}}-{{timestamp:unit=dd}}T{{timestamp:unit=HH}}/{{partition}}+{{start_offset}}',"
                + " some_topic/2020-01-01T01/1+7",
        "'{{utc_date}}{{topic}}{{partition}}{{start_offset:padding=false}}', 2020-01-01some_topic17"
    })
    void putsVariablesInTheirPlaces(String template, String name) throws IOException {
        NameTemplate names = new NameTemplate(template, false, record -> NEW_YEAR_MS, ZoneId.of("Europe/Berlin"));
        String folder = names.folder(new TestRecord("some_topic", 1, 99, 0, null, null));
        assertThat(names.name("some_topic", folder, 1, 7, ".gz")).isEqualTo(name);
    }

    @Test
    void recordsOfOneHourGoTogether() throws IOException {
        NameTemplate names = new NameTemplate(
                "{{topic}}{{partition}}{{start_offset}}{{timestamp:unit=HH}}",
                true,
                record -> record.timestampMs(),
                ZoneId.of("UTC"));
        String first = names.folder(new TestRecord("t", 0, 1, 0, null, null));
        assertThat(names.folder(new TestRecord("t", 0, 2, 3_599_999, null, null)))
                .isEqualTo(first);
        assertThat(names.folder(new TestRecord("t", 0, 3, 3_600_000, null, null)))
                .isNotEqualTo(first);
        assertThat(names.name("t", first, 0, 1, ".gz")).isEqualTo("t0100.gz");
        assertThat(new NameTemplate("a/b-{{topic}}{{partition}}{{start_offset}}", true, record -> 0, ZoneId.of("UTC"))
                        .topicFolder("t"))
                .isEqualTo("a/b-t");
    }

    @ParameterizedTest
    @CsvSource({
        "'{{topic}}-{{partition}}', 'It needs {{start_offset}}, or objects would replace each other.'",
        "'{{topic}}-{{key}}', '{{key}} keeps the last record of a key only, which this sink does not do.'",
        "'{{topc}}', 'There is no variable {{topc}}.'",
        "'{{timestamp}}', '{{timestamp}} needs a unit: {{timestamp:unit=yyyy}}, MM, dd or HH.'",
        "'{{topic', 'It has braces that are no variable: {{topic.'"
    })
    void refusesWhatCannotBeAName(String template, String told) {
        assertThatThrownBy(() -> new NameTemplate(template, false, record -> 0, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(told);
    }
}
