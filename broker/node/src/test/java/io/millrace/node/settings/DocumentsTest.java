package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

    private static final String TWO = """
            # a pipeline
            kind: Topic
            name: quakes
            config: {retention.ms: -1, max.message.bytes: 10485760}
            ---
            kind: Connector
            name: files
            config:
              flush.size: 100
              topics:
                - quakes
                - alerts
            """;

    @Test
    void everyValueKnowsItsPlace() {
        Documents read = Documents.read(TWO, "whole.yaml");

        assertThat(read.problems()).isEmpty();
        Document topic = read.documents().get(0);
        Document connector = read.documents().get(1);
        assertThat(topic.where("")).isEqualTo(new Where("whole.yaml", 2, 1, "Topic/quakes"));
        assertThat(topic.where("config.max.message.bytes"))
                .isEqualTo(new Where("whole.yaml", 4, 47, "Topic/quakes config.max.message.bytes"));
        assertThat(connector.where("config.flush.size"))
                .isEqualTo(new Where("whole.yaml", 9, 15, "Connector/files config.flush.size"));
        assertThat(connector.where("config.topics[1]"))
                .isEqualTo(new Where("whole.yaml", 12, 7, "Connector/files config.topics[1]"));
    }

    @Test
    void whatIsNotThereIsAtTheNearestValueAroundIt() {
        Document connector = Documents.read(TWO, "whole.yaml").documents().get(1);

        assertThat(connector.where("config.rotate.interval.ms").line()).isEqualTo(9);
        assertThat(connector.where("config.topics[7]").line()).isEqualTo(11);
        assertThat(connector.where("config.topics[1].name").line()).isEqualTo(12);
        assertThat(connector.where("nothing").line()).isEqualTo(6);
    }

    @Test
    void scalarsHaveTheTypesOfJson() {
        JsonObject json = Documents.read("""
                        text: hello
                        quoted: '1'
                        whole: 12
                        large: 123456789012345678901234567890
                        decimal: 1.50
                        flag: true
                        nothing:
                        tilde: ~
                        date: 2024-01-01
                        on: yes
                        octal: 010
                        time: 12:30:00
                        tagged: !!str 5
                        list: [1, a]
                        """, "").documents().get(0).toJson();

        assertThat(json.encode())
                .isEqualTo("{\"text\":\"hello\",\"quoted\":\"1\",\"whole\":12,"
                        + "\"large\":123456789012345678901234567890,\"decimal\":1.5,\"flag\":true,\"nothing\":null,"
                        + "\"tilde\":null,\"date\":\"2024-01-01\",\"on\":\"yes\",\"octal\":\"010\","
                        + "\"time\":\"12:30:00\",\"tagged\":\"5\",\"list\":[1,\"a\"]}");
    }

    @Test
    void jsonIsReadAsItStands() {
        String json =
                "{\n\t\"name\": \"files\",\n\t\"config\": {\"a\":\t\"\\u00e4\\ud83d\\ude00\\/\\\\/\", \"n\": 1e3}\n}\n";

        Documents read = Documents.read(json, "files.json");

        assertThat(read.problems()).isEmpty();
        assertThat(read.documents()).hasSize(1);
        assertThat(read.documents().get(0).toJson()).isEqualTo(new JsonObject(json));
        assertThat(read.documents().get(0).where("config.a")).isEqualTo(new Where("files.json", 3, 18, "config.a"));
    }

    @Test
    void emptyDocumentsDirectivesAndByteOrderMarksAreNothing() {
        assertThat(Documents.read("", "").documents()).isEmpty();
        assertThat(Documents.read("\uFEFF# only a comment\n---\n\n---\n# another\n---\n~\n", "")
                        .documents())
                .isEmpty();
        Documents read = Documents.read("%YAML 1.2\n---\na: 1\n---\n--- {b: 2}\n", "x.yaml");
        assertThat(read.problems()).isEmpty();
        assertThat(read.documents())
                .extracting(each -> each.toJson().encode())
                .containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(read.documents().get(1).where("b")).isEqualTo(new Where("x.yaml", 5, 9, "b"));
    }

    @Test
    void anchorsAndMergesAreFollowed() {
        Documents read =
                Documents.read("base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\nlist: {<<: [*base, {c: 4}]}\n", "");

        assertThat(read.problems()).isEmpty();
        assertThat(read.documents().get(0).toJson().getJsonObject("more"))
                .isEqualTo(new JsonObject().put("b", 3).put("a", 1));
        assertThat(read.documents().get(0).toJson().getJsonObject("list"))
                .isEqualTo(new JsonObject().put("a", 1).put("b", 2).put("c", 4));
    }

    @Test
    void propertiesBecomeNameAndConfig() {
        String properties = """
                # Connect's standalone worker
                name=local-files
                 connector.class = FileSink
                topics: a,\\
                        b
                ! a comment

                path.format='day'=YYYY
                empty=
                bare
                key\\ with\\:signs=\\u00e4\\tb
                """;

        Documents read = Documents.read(properties, "sink.properties");

        assertThat(read.problems()).isEmpty();
        assertThat(read.documents().get(0).toJson())
                .isEqualTo(new JsonObject()
                        .put("name", "local-files")
                        .put(
                                "config",
                                new JsonObject()
                                        .put("name", "local-files")
                                        .put("connector.class", "FileSink")
                                        .put("topics", "a,b")
                                        .put("path.format", "'day'=YYYY")
                                        .put("empty", "")
                                        .put("bare", "")
                                        .put("key with:signs", "ä\tb")));
        assertThat(read.documents().get(0).where("config.connector.class"))
                .isEqualTo(new Where("sink.properties", 3, 20, "config.connector.class"));
        assertThat(read.documents().get(0).where("config.path.format").line()).isEqualTo(8);
    }

    @Test
    void mistakesInPropertiesAreTold() {
        Documents read = Documents.read("a=1\nb=\\u12\na=2\n", "sink.properties");

        assertThat(read.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "sink.properties:2:1 config.b: a \\u is not followed by four hexadecimal digits."
                                + " Write \\\\u for a backslash and a u.",
                        "sink.properties:3:1 config.a: a is written twice, first in line 1. Remove one of the two.");
    }

    @Test
    void longPropertiesDoNotOverflow() {
        String value = "x".repeat(400_000);

        Documents read = Documents.read("k".repeat(400_000) + "=" + value, "sink.properties");

        assertThat(read.problems()).isEmpty();
        assertThat(read.documents().get(0).toJson().getJsonObject("config"))
                .containsExactly(java.util.Map.entry("k".repeat(400_000), value));
    }

    static List<Arguments> whatDoesNotParse() {
        return List.of(
                Arguments.of("a:\n\tb: 1\n", "2:1: a tab stands in the indentation. Indent with spaces."),
                Arguments.of(
                        "a: b: c\n",
                        "1:5: a ':' stands where no key can be. Align the line with its neighbours, or put quotes"
                                + " around a text that has ': ' in it."),
                Arguments.of(
                        "a: 1\n  b: 2\n",
                        "2:4: a ':' stands where no key can be. Align the line with its neighbours, or put quotes"
                                + " around a text that has ': ' in it."),
                Arguments.of(
                        "a: {b: 1\nc: 2\n",
                        "2:2: a ',' or '}' is missing in the object that starts in line 1. Add it before this place."),
                Arguments.of(
                        "x: 1\na: {b: 1",
                        "2:9: a ',' or '}' is missing in the object that starts in line 2. Add it before this place."),
                Arguments.of(
                        "{\"a\": 1\n \"b\": 2}",
                        "2:5: a ',' or '}' is missing in the object that starts in line 1. Add it before this place."),
                Arguments.of(
                        "a: [1, 2\nb: 3\n",
                        "2:2: a ',' or ']' is missing in the list that starts in line 1. Add it before this place."),
                Arguments.of("a: 'x\nb: 2\n", "1:4: the quote that opens here is not closed. Add the closing quote."),
                Arguments.of(
                        "a: 1\nb\nc: 2\n",
                        "2:1: this line is neither 'key: value' nor a continuation. Add a ':' and a space after the key,"
                                + " or indent a continued text."),
                Arguments.of(
                        "a: \"\\d\"\n",
                        "1:6: a backslash stands before a character that it does not escape. Write \\\\ for a backslash,"
                                + " or use single quotes."),
                Arguments.of(
                        "a: *x\n",
                        "1:4: an alias names an anchor that is not there. Add the anchor (&name) before it, or put quotes"
                                + " around a text that starts with *."),
                Arguments.of(
                        "a: @x\n", "1:4: a text starts with a character that is reserved. Put quotes around the text."),
                Arguments.of(
                        "a: [b]]\n", "1:7: a ']' has no opening bracket. Remove it, or put quotes around the text."),
                Arguments.of(
                        "a: {b: c}}\n", "1:10: a '}' has no opening brace. Remove it, or put quotes around the text."),
                Arguments.of(
                        "a: {b: 1,, c: 2}\n",
                        "1:10: a ',' stands where a value should be. Remove it, or add the value."),
                Arguments.of(
                        "a: \"b\" c\n",
                        "1:8: a text follows what is already complete. Start a new line, or put quotes around the whole"
                                + " text."),
                Arguments.of(
                        "a:\n  - b\n - c\n",
                        "3:2: the line does not fit the indentation of the lines above it. Align it with the keys or items"
                                + " it belongs to."),
                Arguments.of(
                        "a: {b: ${env:X}}\n",
                        "1:9: a '${…}' between braces has no quotes. Put quotes around the whole text."),
                Arguments.of(
                        "a: b\nc: \u0001\n",
                        "2:4: the character U+0001 is not allowed. Remove it; the file must be UTF-8 text."),
                Arguments.of(
                        "just a text\n",
                        "1:1: the document is not an object. Write 'key: value' lines; separate documents by a line ---."),
                Arguments.of(
                        "- a\n",
                        "1:1: the document is not an object. Write 'key: value' lines; separate documents by a line ---."),
                Arguments.of(
                        "a: 1\nb: {x: 1, x: 2}\na: 2\n",
                        "2:11 b.x: x is written twice, first in line 2. Remove one of the two.\n"
                                + "f.yaml:3:1 a: a is written twice, first in line 1. Remove one of the two."),
                Arguments.of("a: 1\n? [b]\n: c\n", "2:3: a key is an object or a list. Write a text before the ':'."),
                Arguments.of("a: !Ref x\n", "1:4 a: the tag !Ref means nothing here. Remove the tag."),
                Arguments.of("a: !Sub [x]\n", "1:4 a: the tag !Sub means nothing here. Remove the tag."),
                Arguments.of(
                        "a: !!java.net.URL x\n",
                        "1:4 a: the tag tag:yaml.org,2002:java.net.URL means nothing here. Remove the tag."));
    }

    @ParameterizedTest
    @MethodSource("whatDoesNotParse")
    void saysWhereItDoesNotParse(String source, String expected) {
        assertThat(Documents.read(source, "f.yaml").problems())
                .extracting(Problem::toString)
                .containsExactly(("f.yaml:" + expected).split("\n"));
    }

    @Test
    void everyBrokenDocumentIsToldAndTheOthersAreRead() {
        Documents read = Documents.read("a: {\n---\nkind: Topic\nname: t\nname: u\n---\nb: 'x\n", "f.yaml");

        assertThat(read.documents())
                .extracting(each -> each.text("kind").orElse(""))
                .containsExactly("Topic");
        assertThat(read.problems())
                .extracting(each -> each.where().toString())
                .containsExactly("f.yaml:2:1", "f.yaml:5:1 Topic/t name", "f.yaml:7:4");
    }

    static List<Arguments> hostile() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return List.of(
                Arguments.of(laughs.toString(), "document-too-large"),
                Arguments.of("a: &a [*a]", "document-too-deep"),
                Arguments.of("a: &a {b: *a}", "document-too-deep"),
                Arguments.of("a: " + "[".repeat(100) + "]".repeat(100), "document-too-deep"),
                Arguments.of("a: " + "[".repeat(100_000), "document-too-deep"),
                Arguments.of("? ".repeat(50_000), "document-too-deep"),
                Arguments.of("- ".repeat(50_000), "document-too-deep"),
                Arguments.of("a: " + "x".repeat(1_000_000), "document-too-large"),
                Arguments.of("a: &a {<<: *a}", "document-too-deep"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileYamlIsRefused(String source, String code) {
        Documents read = Documents.read(source, "f.yaml");

        assertThat(read.documents()).isEmpty();
        assertThat(read.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(read.problems().get(0).where().file()).isEqualTo("f.yaml");
    }

    @Test
    void manyEmptyDocumentsAreReadInTime() {
        Documents read = Documents.read("---\n".repeat(200_000) + "a: 1\n", "f.yaml");

        assertThat(read.documents().get(0).where("a").line()).isEqualTo(200_001);
    }

    @Test
    void translatedValuesKeepTheirPlaces() {
        Document connect = Documents.read("""
                        {
                          "name": "files",
                          "connector.class": "FileSink",
                          "flush.size": "10",
                          "nested": {"version": 1.10, "list": [1, {"x": 2}]}
                        }
                        """, "files.json").documents().get(0);
        JsonObject json = connect.toJson();

        Document translated = connect.translated(
                new JsonObject()
                        .put("kind", "Connector")
                        .put("name", json.getString("name"))
                        .put(
                                "config",
                                new JsonObject()
                                        .put("connector.class", json.getString("connector.class"))
                                        .put("flush.size", json.getString("flush.size"))
                                        .put(
                                                "version",
                                                json.getJsonObject("nested").getValue("version")))
                        .put("nested", json.getJsonObject("nested"))
                        .put("added", new JsonArray().add("x")),
                Map.of("config", "", "config.version", "nested.version"));

        assertThat(translated.where("config.flush.size"))
                .isEqualTo(new Where("files.json", 4, 17, "Connector/files config.flush.size"));
        assertThat(translated.where("name").line()).isEqualTo(2);
        assertThat(translated.where("config.version").line()).isEqualTo(5);
        assertThat(translated.where("nested.list[1].x").column()).isEqualTo(49);
        assertThat(translated.where("kind")).isEqualTo(new Where("files.json", 1, 1, "Connector/files kind"));
        assertThat(translated.where("added[0]").line()).isEqualTo(1);
        assertThat(translated.toJson().getJsonObject("nested")).isEqualTo(json.getJsonObject("nested"));
    }

    @Test
    void translatedKeysKeepTheirPlacesInAnotherCase() {
        Document template = Documents.read("""
                        Resources:
                          A:
                            Events:
                              K: {BatchSize: 1, Topics: [a, b]}
                              L: {BatchSize: 2, Topics: [c]}
                        """, "t.yaml").documents().get(0);

        Document translated = template.translated(
                new JsonObject()
                        .put("name", "a")
                        .put(
                                "events",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("batchSize", 2)
                                                .put("topics", new JsonArray().add("c"))
                                                .put("extra", true))),
                Map.of("", "Resources.A", "events[0]", "Resources.A.Events.L"));

        assertThat(translated.where("events[0].batchSize"))
                .isEqualTo(new Where("t.yaml", 5, 22, "events[0].batchSize"));
        assertThat(translated.where("events[0].topics[0]").column()).isEqualTo(34);
        assertThat(translated.where("events[0].extra").line()).isEqualTo(5);
        assertThat(translated.where("name").line()).isEqualTo(3);
    }

    @Test
    void whatWasThereBeforeStaysAtItsPlace() {
        Document before = Documents.read("name: a\nlist: [{x: 1}]\nn: 1.10\n", "before.yaml")
                .documents()
                .get(0);
        Document after = Documents.read("{\"more\": 2}", "after.json")
                .documents()
                .get(0)
                .translated(
                        new JsonObject("{\"name\": \"a\", \"list\": [{\"x\": 1, \"y\": 3}, 2], \"n\": 1.10}"),
                        Map.of("list[0].y", "more", "list[1]", "more"));

        Document kept = after.keeping(before);

        assertThat(kept.where("name")).isEqualTo(new Where("before.yaml", 1, 7, "name"));
        assertThat(kept.where("list[0].x")).isEqualTo(new Where("before.yaml", 2, 12, "list[0].x"));
        assertThat(kept.where("list[0].y")).isEqualTo(new Where("after.json", 1, 10, "list[0].y"));
        assertThat(kept.where("list[1]")).isEqualTo(new Where("after.json", 1, 10, "list[1]"));
        assertThat(kept.toJson()).isEqualTo(after.toJson());
        assertThat(kept.text("n")).contains("1.10");
    }

    @Test
    void tagsOfATemplateAreFunctions() {
        Documents read = Documents.read("""
                        Resources:
                          A: !Ref Topic
                          B: !Sub ["${x}-${y}", {x: !GetAtt a.Arn, y: 5}]
                          C: !If [!Condition c, &n !Select [0, [a]], *n]
                          D: !GetAZs
                          E: !Base64 5
                          F: !Merge {a: 1}
                          G: !!str 5
                        """, "t.yaml");

        assertThat(read.problems()).isEmpty();
        Document template = read.documents().get(0);
        assertThat(template.toJson().getJsonObject("Resources")).isEqualTo(new JsonObject("""
                {"A": {"Ref": "Topic"},
                 "B": {"Fn::Sub": ["${x}-${y}", {"x": {"Fn::GetAtt": "a.Arn"}, "y": 5}]},
                 "C": {"Fn::If": [{"Condition": "c"}, {"Fn::Select": [0, ["a"]]}, {"Fn::Select": [0, ["a"]]}]},
                 "D": {"Fn::GetAZs": ""},
                 "E": {"Fn::Base64": "5"},
                 "F": {"Fn::Merge": {"a": 1}},
                 "G": "5"}
                """));
        assertThat(template.where("Resources.B.Fn::Sub[1].x"))
                .isEqualTo(new Where("t.yaml", 3, 29, "Resources.B.Fn::Sub[1].x"));
    }

    @Test
    void aDocumentWithoutAFileIsWhereItsOriginIs() {
        Document stored = Document.of(
                new JsonObject().put("kind", "Topic").put("name", "t").put("config", new JsonObject().put("a", 1)),
                new Where("stored", 0, 0, ""));

        assertThat(stored.where("config.a")).isEqualTo(new Where("stored", 0, 0, "Topic/t config.a"));
        assertThat(stored.text("name")).contains("t");
        assertThat(stored.text("config")).isEmpty();
    }
}
