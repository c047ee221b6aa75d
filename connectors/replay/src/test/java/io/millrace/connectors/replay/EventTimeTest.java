package io.millrace.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "1517363399650, 2018-01-31T01:49:59.650Z",
        "1517363399, 2018-01-31T01:49:59Z",
        "1517363399.65, 2018-01-31T01:49:59.650Z",
        "1.517363399E9, 2018-01-31T01:49:59Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "0, 1970-01-01T00:00:00Z",
        "2013-12-02T21:15:00Z, 2013-12-02T21:15:00Z",
        "2013-12-02T22:15:00.5+01:00, 2013-12-02T21:15:00.500Z",
        "2013-12-02T22:15:00+0100, 2013-12-02T21:15:00Z",
        "2013-12-02T21:15:00, 2013-12-02T21:15:00Z",
        "2013-12-02 21:15, 2013-12-02T21:15:00Z",
        "2013-12-02, 2013-12-02T00:00:00Z",
    })
    void readsSecondsMillisecondsAndIso8601(String text, Instant time) throws BadLineException {
        assertThat(EventTime.parse(text)).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "", "2013-13-02", "1e99", "1e999", "1517363399650000", "-1", "1969-12-31T23:59:59Z"
            })
    void refusesWhatIsNoTimeOfARecord(String text) {
        assertThatThrownBy(() -> EventTime.parse(text)).isInstanceOf(BadLineException.class);
    }
}
