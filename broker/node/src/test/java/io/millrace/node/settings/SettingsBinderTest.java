package io.millrace.node.settings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {

    private final SettingsBinder binder = new SettingsBinder(
            new References(
                    Map.of("SIZE", "7", "WORD", "seven"),
                    Map.of("bootstrapServers", () -> "localhost:9092"),
                    References.Artifacts.NONE),
            null);

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

    record Limits(
            @Setting(value = "Flush after.", name = "flush.size", min = 1, max = 10, required = true, example = "3")
            int flushSize,

            @Setting(value = "Rotate after.", name = "rotate.interval.ms", defaultValue = "-1")
            Duration rotate,

            @Setting(value = "Wait.", defaultValue = "1500ms", min = 1000, max = 60_000)
            Duration maxWaitMs,

            @Setting(value = "Buffer.", defaultValue = "1MiB", min = 1024)
            ByteSize buffer,

            @Setting(value = "Ratio.", defaultValue = "0.5", min = 0, max = 1)
            double ratio,

            @Setting(value = "Topics.", defaultValue = "a, b")
            List<String> topics,

            @Setting(value = "Servers.", defaultValue = "${millrace:bootstrapServers}")
            String servers) {}

    @Test
    void defaultsAreReadLikeValues() {
        assertThat(good(Limits.class, "flush.size: 3"))
                .isEqualTo(new Limits(
                        3,
                        Duration.ofMillis(-1),
                        Duration.ofMillis(1500),
                        ByteSize.ofMebibytes(1),
                        0.5,
                        List.of("a", "b"),
                        "localhost:9092"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flush.size: 0            | 1:13 flush.size: flush.size is '0', less than 1. Write a number from 1 to 10.
            flush.size: 11           | 1:13 flush.size: flush.size is '11', more than 10. Write a number from 1 to 10.
            flush.size: many         | 1:13 flush.size: flush.size is 'many', not a whole number. Write a whole number, such as 3.
            flush.size:              | 1:12 flush.size: flush.size has no value. Add flush.size: 3 (Flush after).
            buffer: 1                | 1:9 buffer: buffer is '1', less than 1KiB. Write a size of at least 1KiB.
            maxWaitMs: 999           | 1:12 maxWaitMs: maxWaitMs is '999', less than 1s. Write a duration from 1s to 60s.
            maxWaitMs: 2h            | 1:12 maxWaitMs: maxWaitMs is '2h', more than 60s. Write a duration from 1s to 60s.
            maxWaitMs: soon          | 1:12 maxWaitMs: maxWaitMs is 'soon', not a duration. Write a number with ms, s, m, h or d, such as 30s.
            ratio: 1.01              | 1:8 ratio: ratio is '1.01', more than 1. Write a number from 0 to 1.
            ratio: NaN               | 1:8 ratio: ratio is 'NaN', not a finite number. Write a number, such as 0.5.
            servers: "${env:NONE}"   | 1:10 servers: servers is '${env:NONE}', but the node's environment has no NONE. Set the variable and start the node again.
            """)
    void everyLimitIsKept(String line, String expected) {
        String required = line.startsWith("flush.size") ? "" : "\nflush.size: 3";

        assertThat(bad(Limits.class, line + required)).containsExactly(expected);
    }

    @Test
    void severalMistakesAreToldAtOnce() {
        assertThat(bad(Limits.class, "kind: Test\nname: x\nratio: 7\nfoo: 1\nmaxWaitMs: 1\nbuffer: x\n"))
                .containsExactly(
                        "1:1 Test/x flush.size: flush.size is missing. Add flush.size: 3 (Flush after).",
                        "3:8 Test/x ratio: ratio is '7', more than 1. Write a number from 0 to 1.",
                        "4:1 Test/x foo: there is no setting 'foo'. Remove it, or use one of apiVersion, description,"
                                + " flush.size, labels, rotate.interval.ms, servers, topics.",
                        "5:12 Test/x maxWaitMs: maxWaitMs is '1', less than 1s. Write a duration from 1s to 60s.",
                        "6:9 Test/x buffer: buffer is 'x', not a size."
                                + " Write a number with B, KiB, MiB or GiB, such as 64MiB.");
    }

    @ParameterizedTest
    @CsvSource({
        "flsh.size, flush.size",
        "flushSize, flush.size",
        "FLUSH_SIZE, flush.size",
        "flush-size, flush.size",
        "flush.sizes, flush.size",
        "fulsh.size, flush.size"
    })
    void aMisspeltKeyIsNotAlsoToldAsMissing(String written, String meant) {
        assertThat(bad(Limits.class, written + ": 3"))
                .containsExactly("1:1 " + written + ": there is no setting '" + written + "'. Write " + meant + ".");
    }

    @Test
    void aKeyThatIsThereAlreadyIsNotSuggestedAgain() {
        assertThat(bad(Limits.class, "flush.size: 3\nflushSize: 4"))
                .containsExactly(
                        "2:1 flushSize: there is no setting 'flushSize'." + " Remove it: flush.size is set already.");
    }

    record Common(
            @Setting(value = "Class.", name = "connector.class", required = true)
            String type,

            @Setting("Topics.") List<String> topics,

            @Setting(value = "For the consumer.", name = "consumer.override.*")
            Map<String, String> consumer) {}

    @Inapplicable(name = "s3.part.size", why = "files are not uploaded in parts")
    @Inapplicable(name = "aws.*", why = "files need no credentials")
    record Specific(
            @Setting(value = "Flush after.", name = "flush.size", required = true)
            Integer flushSize,

            @Setting("Topics.") List<String> topics) {}

    private static Object connector(Binding binding) {
        Binding config = binding.at("config");
        Common common = config.bind(Common.class);
        if (config.text("connector.class").filter("FileSink"::equals).isEmpty()) {
            config.report("connector.class", Problem.user("unknown-class", "no such class.", null, "Write FileSink."));
            return null;
        }
        Specific specific = config.bind(Specific.class);
        return common == null || specific == null ? null : List.of(common, specific);
    }

    @Test
    void keysKnownToAnyRecordOfAnObjectAreKnown() {
        Bound<Object> bound = bind("""
                kind: Connector
                name: files
                labels: {team: a}
                config:
                  connector.class: FileSink
                  flush.size: 3
                  topics: a
                  consumer.override.max.poll.records: 5
                  s3.part.size: 5
                  aws.access.key.id: AKIA
                """, SettingsBinderTest::connector);

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.settings())
                .isEqualTo(List.of(
                        new Common("FileSink", List.of("a"), Map.of("max.poll.records", "5")),
                        new Specific(3, List.of("a"))));
        assertThat(bound.warnings())
                .containsExactly(
                        "f.yaml:9:3 Connector/files config.s3.part.size: s3.part.size has no effect:"
                                + " files are not uploaded in parts.",
                        "f.yaml:10:3 Connector/files config.aws.access.key.id: aws.access.key.id has no effect:"
                                + " files need no credentials.");
    }

    @Inapplicable(name = "storage.class", why = "there is one storage")
    record Shared(
            @Setting(name = "flush.size", value = "Records.", required = true, min = 1)
            int flushSize,

            @Setting(name = "topics.dir", value = "A folder.", defaultValue = "topics")
            String topicsDir) {

        Shared {
            if (topicsDir.startsWith("/")) {
                throw new InvalidSetting("topics.dir", "topics.dir is absolute.", "Remove the slash.");
            }
        }
    }

    record Including(
            @Setting(name = "store.url", value = "A place.", defaultValue = "file:.")
            String storeUrl,

            @Included Shared shared) {}

    @Test
    void settingsOfAnIncludedRecordStandAmongTheOthers() {
        Bound<Including> bound =
                bind("{store.url: file:a, flush.size: 3, storage.class: X}", binding -> binding.bind(Including.class));

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.settings()).isEqualTo(new Including("file:a", new Shared(3, "topics")));
        assertThat(bound.warnings()).singleElement().asString().contains("storage.class has no effect");
        assertThat(told(bind("{flush.sise: 3}", binding -> binding.bind(Including.class))))
                .singleElement()
                .asString()
                .contains("Write flush.size.");
        assertThat(told(bind("{flush.size: 3, topics.dir: /a}", binding -> binding.bind(Including.class))))
                .containsExactly("1:29 topics.dir: topics.dir is absolute. Remove the slash.");
        assertThat(SettingsReference.describe(Including.class).stream().map(each -> each.getString("name")))
                .containsExactly("store.url", "flush.size", "topics.dir");
    }

    @Test
    void whatNoRecordOfAnObjectKnowsIsUnknownOnce() {
        assertThat(told(bind("""
                config: {connector.class: FileSink, flush.sise: 3, topics: {a: b}, consumer.override.x: [1]}
                flush.size: 4
                """, SettingsBinderTest::connector)))
                .containsExactly(
                        "1:37 config.flush.sise: there is no setting 'flush.sise'. Write flush.size.",
                        "1:60 config.topics: topics is an object, not a list. Write one item a line, each after '- '.",
                        "1:89 config.consumer.override.x: x is a list, not a text or number."
                                + " Write one value after the ':'.",
                        "2:1 flush.size: there is no setting 'flush.size'. Move it under config.");
    }

    @Test
    void aSettingInTheWrongObjectIsSentToItsPlace() {
        record Root(
                @Setting("Config.") Specific config,
                @Setting("Size.") Integer partitions) {}

        assertThat(bad(Root.class, "flush.size: 4\nconfig: {flush.size: 4, partitions: 3}"))
                .containsExactly(
                        "1:1 flush.size: there is no setting 'flush.size'. Move it under config.",
                        "2:25 config.partitions: there is no setting 'partitions'. Move it to the top level.");
    }

    @Test
    void keysAreNotJudgedWhenNobodyKnowsTheRecord() {
        assertThat(told(bind("config: {connector.class: Nope, flush.size: 3}", SettingsBinderTest::connector)))
                .containsExactly("1:27 config.connector.class: no such class. Write FileSink.");
        assertThat(told(bind("kind: Connector\nconfig: {flush.size: 3}", SettingsBinderTest::connector)))
                .containsExactly(
                        "2:1 Connector config.connector.class: connector.class is missing."
                                + " Add connector.class (Class).",
                        "2:1 Connector config.connector.class: no such class. Write FileSink.");
    }

    @Test
    void aMisspeltKeyThatDecidesIsToldAsSuch() {
        assertThat(told(bind("config: {conector.class: FileSink, flush.size: 3}", SettingsBinderTest::connector)))
                .containsExactly("1:10 config.conector.class: there is no setting 'conector.class'."
                        + " Write connector.class.");
    }

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

    private <S> S good(Class<S> type, String yaml) {
        Bound<S> bound = bind(yaml, binding -> binding.bind(type));
        assertThat(bound.problems()).isEmpty();
        return bound.settings();
    }

    private <S> List<String> bad(Class<S> type, String yaml) {
        Bound<S> bound = bind(yaml, binding -> binding.bind(type));
        assertThat(bound.settings()).isNull();
        return told(bound);
    }

    private static List<String> told(Bound<?> bound) {
        return bound.problems().stream()
                .map(problem -> problem.toString().replaceFirst("^f\\.yaml:", ""))
                .toList();
    }

    private <S> Bound<S> bind(String yaml, Function<Binding, S> kind) {
        Documents read = Documents.read(yaml, "f.yaml");
        assertThat(read.problems()).isEmpty();
        return binder.bind(read.documents().get(0), kind);
    }
}
