package io.millrace.sinks.writer.partitioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.sinks.formats.JsonField;
import io.millrace.sinks.writer.partitioner.Partitioning.Source;
import io.millrace.testkit.sinks.ManualClock;
import io.millrace.testkit.sinks.TestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitioningTest {

    private String partitionerClass = "io.confluent.connect.storage.partitioner.TimeBasedPartitioner";
    private List<String> fields = List.of();
    private Duration duration;
    private String pathFormat = "'day'=YYYY-MM-dd";
    private String locale = "en-US";
    private String timezone = "UTC";
    private Source source = Source.RECORD;
    private String timestampField = "time";
    private TimestampUnit timestampUnit = TimestampUnit.MILLISECONDS;
    private final ManualClock clock = new ManualClock();

    @Test
    void putsRecordsOfOnePartitionTogether() {
        partitionerClass = "DefaultPartitioner";
        assertThat(folder(new TestRecord("t", 3, 0, 0, null, null))).isEqualTo("partition=3");
    }

    @Test
    void makesAFolderOfAField() {
        partitionerClass = "FieldPartitioner";
        fields = List.of("place.country");
        assertThat(folder("{\"place\":{\"country\":\"Neuseeland\"}}")).isEqualTo("place.country=Neuseeland");
        assertThat(folder("{\"place\":{\"country\":64}}")).isEqualTo("place.country=64");
        assertThat(folder("{\"place\":{\"country\":true}}")).isEqualTo("place.country=true");
    }

    @Test
    void makesFoldersOfSeveralFields() {
        partitionerClass = "FieldPartitioner";
        fields = List.of("country", "year");
        assertThat(folder("{\"year\":2026,\"country\":\"NZ\"}")).isEqualTo("country=NZ/year=2026");
    }

    @Test
    void letsNoValueLeadOutOfItsFolder() {
        partitionerClass = "FieldPartitioner";
        fields = List.of("a");
        assertThat(folder("{\"a\":\"../../etc\"}")).isEqualTo("a=..%2F..%2Fetc");
        assertThat(folder("{\"a\":\"100% \\\\ \\u0000\"}")).isEqualTo("a=100%25 %5C %00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[]}", "[]", "1", "no json"})
    void rejectsARecordWithoutTheField(String value) {
        partitionerClass = "FieldPartitioner";
        fields = List.of("a");
        assertRejected(value);
    }

    @Test
    void rejectsAValueThatIsTooLongForAName() {
        partitionerClass = "FieldPartitioner";
        fields = List.of("a");
        assertThat(folder("{\"a\":\"" + "x".repeat(253) + "\"}")).hasSize(255);
        assertRejected("{\"a\":\"" + "x".repeat(254) + "\"}");
        assertRejected("{\"a\":\"" + "ü".repeat(127) + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'day'=YYYY-MM-dd                                   | UTC              | day=2026-01-01
                    'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH          | UTC              | year=2026/month=01/day=01/hour=02
                    'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH          | America/New_York | year=2025/month=12/day=31/hour=21
                    yyyyMMdd'T'HHmmss.SSS                              | UTC              | 20260101T023005.678
                    'o''clock'=h a                                     | UTC              | o'clock=2 AM
                    EEE d MMM yy                                       | UTC              | Thu 1 Jan 26
                    xxxx-'W'ww-e                                       | UTC              | 2026-W01-4
                    DDD Z ZZ ZZZ                                       | Europe/Berlin    | 001 +0100 +01:00 Europe/Berlin
                    """)
    void readsPathsInTheLettersThatUsersKnow(String format, String zone, String expected) {
        pathFormat = format;
        timezone = zone;
        assertThat(folder(at("2026-01-01T02:30:05.678Z"))).isEqualTo(expected);
    }

    @Test
    void writesTheYearAndNotThatOfTheWeek() {
        // 2024-12-30 is in the first week of 2025: where YYYY were the week's year, the folder would be wrong for two
        // days.
        assertThat(folder(at("2024-12-30T12:00:00Z"))).isEqualTo("day=2024-12-30");
    }

    @Test
    void namesTheSpanThatATimeIsIn() {
        pathFormat = "HH:mm";
        duration = Duration.ofMinutes(15);
        assertThat(folder(at("2026-01-01T02:44:59.999Z"))).isEqualTo("02:30");
        assertThat(folder(at("2026-01-01T02:45:00Z"))).isEqualTo("02:45");
    }

    @Test
    void countsSpansInLocalTime() {
        pathFormat = "YYYY-MM-dd";
        duration = Duration.ofDays(1);
        timezone = "Asia/Kolkata";
        assertThat(folder(at("2026-01-01T18:29:59Z"))).isEqualTo("2026-01-01");
        assertThat(folder(at("2026-01-01T18:30:00Z"))).isEqualTo("2026-01-02");
    }

    @Test
    void knowsDaysThatBeginWithAnotherOffsetThanTheyEnd() {
        pathFormat = "YYYY-MM-dd";
        duration = Duration.ofDays(1);
        timezone = "Europe/Berlin";
        assertThat(folder(at("2026-03-29T12:00:00Z"))).isEqualTo("2026-03-29");
        assertThat(folder(at("2026-10-25T12:00:00Z"))).isEqualTo("2026-10-25");
    }

    @Test
    void keepsBothHoursWhenClocksGoBack() {
        pathFormat = "YYYY-MM-dd HH ZZ";
        timezone = "Europe/Berlin";
        assertThat(folder(at("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-25 02 +02:00");
        assertThat(folder(at("2026-10-25T01:30:00Z"))).isEqualTo("2026-10-25 02 +01:00");
    }

    @Test
    void knowsDaysAndHoursByName() {
        pathFormat = null;
        partitionerClass = "DailyPartitioner";
        assertThat(folder(at("2026-01-31T23:00:00Z"))).isEqualTo("year=2026/month=01/day=31");
        partitionerClass = "HourlyPartitioner";
        assertThat(folder(at("2026-01-31T23:00:00Z"))).isEqualTo("year=2026/month=01/day=31/hour=23");
    }

    @ParameterizedTest
    @CsvSource({
        "1767225600000, 2026-01-01",
        "'\"2026-01-01T00:00:00Z\"', 2026-01-01",
        "'\"2026-01-01T00:30:00+01:00\"', 2025-12-31",
        "'\"2026-01-01T00:30:00.123456+0100\"', 2025-12-31",
        "'\"2026-01-01 10:00:00\"', 2026-01-01",
        "'\"2026-01-01T10:00\"', 2026-01-01",
        "'\"2026-01-01\"', 2026-01-01",
        "-1, 1969-12-31",
        "1767225599999.9, 2025-12-31",
        "'\"1767225600000\"', 2026-01-01"
    })
    void readsTheTimeOfAField(String time, String day) {
        source = Source.RECORD_FIELD;
        timestampField = "p.time";
        assertThat(folder("{\"p\":{\"time\":" + time + "}}")).isEqualTo("day=" + day);
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1767225600, 2026-01-01",
        "SECONDS, 1767225599.999, 2025-12-31",
        "SECONDS, 1.7672256e9, 2026-01-01",
        "SECONDS, '\"1767225600\"', 2026-01-01",
        "SECONDS, '\"2026-01-01T00:00:00Z\"', 2026-01-01",
        "MICROSECONDS, 1767225600000000, 2026-01-01",
        "MICROSECONDS, 1767225599999999, 2025-12-31",
        "MICROSECONDS, -1, 1969-12-31",
        "NANOSECONDS, 1767225600000000000, 2026-01-01"
    })
    void countsInTheUnitThatIsSet(TimestampUnit unit, String time, String day) {
        source = Source.RECORD_FIELD;
        timestampUnit = unit;
        assertThat(folder("{\"time\":" + time + "}")).isEqualTo("day=" + day);
    }

    @Test
    void rejectsSecondsThatAreTooMany() {
        source = Source.RECORD_FIELD;
        timestampUnit = TimestampUnit.SECONDS;
        assertRejected("{\"time\":9223372036854775807}");
        assertRejected("{\"time\":1e30}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"time\":null}", "{\"time\":\"soon\"}", "{\"time\":99999999999999999999}", "x"})
    void rejectsARecordWithoutATime(String value) {
        source = Source.RECORD_FIELD;
        assertRejected(value);
    }

    @Test
    void rejectsARecordWithoutATimestamp() {
        Partitioner partitioner = partitioner();
        TestRecord record = new TestRecord("t", 0, 0, -1, null, null);
        assertThatThrownBy(() -> partitioner.folder(record)).hasMessage("the record has no timestamp");
    }

    @Test
    void takesTheTimeOfTheClock() {
        source = Source.WALLCLOCK;
        assertThat(folder("{}")).isEqualTo("day=2026-01-31");
        clock.advance(Duration.ofDays(1));
        assertThat(folder("{}")).isEqualTo("day=2026-02-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'day=YYYY    | path.format has a quote that is not closed: 'day=YYYY.
                    month=YYYY   | path.format has a letter that means nothing: o. Text stands between single quotes.
                    CC           | path.format has a letter that means nothing: CC. Text stands between single quotes.
                    /YYYY        | path.format gives paths that cannot be: /1970.
                    YYYY//MM     | path.format gives paths that cannot be: 1970//01.
                    '../'YYYY    | path.format gives paths that cannot be: ../1970.
                    """)
    void refusesPathsThatMeanNothing(String format, String what) {
        pathFormat = format;
        assertRefused("path.format", what);
    }

    @Test
    void refusesWhatIsMissingOrUnknown() {
        pathFormat = null;
        assertRefused("path.format", partitionerClass + " needs path.format, which is missing.");
        pathFormat = "YYYY";
        timezone = "Mars/Olympus";
        assertRefused("timezone", "There is no time zone Mars/Olympus.");
        timezone = "UTC";
        partitionerClass = "FieldPartitioner";
        assertRefused("partition.field.name", "FieldPartitioner needs partition.field.name, which is missing.");
        fields = List.of("a/b");
        assertRefused("partition.field.name", "'a/b' is not the name of a field.");
        partitionerClass = "io.example.MoonPhasePartitioner";
        assertRefused("partitioner.class", "There is no partitioner io.example.MoonPhasePartitioner.");
    }

    private void assertRefused(String key, String what) {
        assertThatThrownBy(() -> partitioning().check())
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo(key))
                .hasMessage(what);
    }

    private void assertRejected(String value) {
        assertThatThrownBy(() -> folder(value))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
    }

    private static ConsumedRecord at(String time) {
        return new TestRecord("t", 0, 0, Instant.parse(time).toEpochMilli(), null, null);
    }

    private String folder(String value) {
        return folder(new TestRecord("t", 0, 0, 0, null, value.getBytes(StandardCharsets.UTF_8)));
    }

    private String folder(ConsumedRecord record) {
        try {
            return partitioner().folder(record);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Partitioner partitioner() {
        Partitioning partitioning = partitioning();
        return partitioning.partitioner(partitioning.extractor(clock, JsonField::new), JsonField::new);
    }

    private Partitioning partitioning() {
        return new Partitioning(
                partitionerClass,
                fields,
                duration,
                pathFormat,
                locale,
                timezone,
                source,
                timestampField,
                timestampUnit,
                "/");
    }
}
