package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How values become the components of a record. */
class ValueBindingTest extends BinderFixture {

    enum Start {
        EARLIEST,
        LATEST,
        AT_TIMESTAMP
    }

    record Everything(
            @Setting("A text.") String text,
            @Setting("A whole number.") Integer whole,
            @Setting("A large number.") Long large,
            @Setting("A number.") Double number,
            @Setting("A flag.") Boolean flag,
            @Setting("A choice.") Start start,
            @Setting("A duration.") Duration rest,
            @Setting("A size.") ByteSize size,
            @Setting("Texts.") List<String> texts,
            @Setting("Numbers.") List<Integer> numbers,
            @Setting("A map.") Map<String, String> map,
            @Setting("Parts.") List<Part> parts,
            @Setting("Named parts.") Map<String, Part> named,
            @Setting("A free tree.") JsonObject free) {}

    record Part(
            @Setting(value = "An id.", required = true) String id,
            @Setting("A weight.") Integer weight) {}

    @Test
    void bindsEveryType() {
        Everything bound = good(Everything.class, """
                text: hello
                whole: -12
                large: 9000000000
                number: 1.5e3
                flag: TRUE
                start: at-timestamp
                rest: 5m
                size: 64MiB
                texts: [a, 1.10, true]
                numbers: 1, 2,3
                map: {a: 1.10, b: true, c: 010, d: text}
                parts:
                  - id: x
                  - {id: y, weight: 3}
                named: {first: {id: z}}
                free: {a: [1, 1.5, {b: null}], server: "${millrace:bootstrapServers}"}
                """);

        assertThat(bound)
                .isEqualTo(new Everything(
                        "hello",
                        -12,
                        9_000_000_000L,
                        1500.0,
                        true,
                        Start.AT_TIMESTAMP,
                        Duration.ofMinutes(5),
                        ByteSize.ofMebibytes(64),
                        List.of("a", "1.10", "true"),
                        List.of(1, 2, 3),
                        Map.of("a", "1.10", "b", "true", "c", "010", "d", "text"),
                        List.of(new Part("x", null), new Part("y", 3)),
                        Map.of("first", new Part("z", null)),
                        new JsonObject("{\"a\":[1,1.5,{\"b\":null}],\"server\":\"localhost:9092\"}")));
    }

    @Test
    void whatIsAbsentIsNullOrEmpty() {
        Everything nothing = new Everything(
                null, null, null, null, null, null, null, null, List.of(), List.of(), Map.of(), List.of(), Map.of(),
                null);

        assertThat(good(Everything.class, "{}")).isEqualTo(nothing);
        assertThat(good(Everything.class, "text:\nwhole: ~\nlarge: null\nmap:\ntexts:\nfree:\n"))
                .isEqualTo(nothing);
    }

    @Test
    void bindsWhatPropertiesAndConnectWriteAsText() {
        Documents read = Documents.read("text=1.10\nwhole=5\nflag=true\ntexts=a, b,\nrest=PT2S\n", "x.properties");

        Bound<Everything> bound =
                binder.bind(read.documents().get(0), at -> at.at("config").bind(Everything.class));

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.settings().text()).isEqualTo("1.10");
        assertThat(bound.settings().whole()).isEqualTo(5);
        assertThat(bound.settings().flag()).isTrue();
        assertThat(bound.settings().texts()).containsExactly("a", "b");
        assertThat(bound.settings().rest()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void valuesOfTheWrongTypeAreToldInTheOrderOfTheSource() {
        assertThat(bad(Everything.class, """
                free: text
                named: [a]
                parts: x
                map: {a: {b: 1}, c: [1], d: }
                numbers: [1, b, 2.5]
                texts: {a: b}
                size: big
                rest: 30
                start: newest
                flag: yes
                number: 1,5
                large: 99999999999999999999
                whole: 3000000000
                text: [a]
                """))
                .containsExactly(
                        "1:7 free: free is 'text', not an object."
                                + " Write 'key: value' lines below it, or {key: value}.",
                        "2:8 named: named is a list, not an object."
                                + " Write 'key: value' lines below it, or {key: value}.",
                        "3:8 parts: parts is 'x', not a list. Write one item a line, each after '- '.",
                        "4:10 map.a: a is an object, not a text or number. Write one value after the ':'.",
                        "4:21 map.c: c is a list, not a text or number. Write one value after the ':'.",
                        "4:28 map.d: d has no value. Write a value, or '' for an empty text.",
                        "5:14 numbers[1]: numbers[1] is 'b', not a whole number. Write a whole number, such as 1000.",
                        "5:17 numbers[2]: numbers[2] is '2.5', not a whole number."
                                + " Write a whole number, such as 1000.",
                        "6:8 texts: texts is an object, not a list. Write one item a line, each after '- '.",
                        "7:7 size: size is 'big', not a size."
                                + " Write a number with B, KiB, MiB or GiB, such as 64MiB.",
                        "8:7 rest: rest is '30', a number without a unit. Write 30s or 30ms.",
                        "9:8 start: start is 'newest', not earliest, latest or at-timestamp. Write one of these.",
                        "10:7 flag: flag is 'yes', neither true nor false. Write true or false.",
                        "11:9 number: number is '1,5', not a number. Write a number, such as 0.5.",
                        "12:8 large: large is '99999999999999999999', more than 9223372036854775807."
                                + " Write a number of at most 9223372036854775807.",
                        "13:8 whole: whole is '3000000000', more than 2147483647."
                                + " Write a number of at most 2147483647.",
                        "14:7 text: text is a list, not a text or number. Write one value after the ':'.");
    }

    @Test
    void problemsOfPartsHaveTheirPaths() {
        assertThat(bad(Everything.class, """
                kind: Test
                name: one
                parts:
                  - weight: 3
                  - {id: x, wieght: 4}
                named:
                  first: {id: [x]}
                """))
                .containsExactly(
                        "4:5 Test/one parts[0].id: id is missing. Add id (An id).",
                        "5:13 Test/one parts[1].wieght: there is no setting 'wieght'. Write weight.",
                        "7:15 Test/one named.first.id: id is a list, not a text or number."
                                + " Write one value after the ':'.");
    }
}
