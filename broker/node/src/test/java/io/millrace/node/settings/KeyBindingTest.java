package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which keys are known, where several records are bound from one object. */
class KeyBindingTest extends BinderFixture {

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
                """, KeyBindingTest::connector);

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
                """, KeyBindingTest::connector)))
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
        assertThat(told(bind("config: {connector.class: Nope, flush.size: 3}", KeyBindingTest::connector)))
                .containsExactly("1:27 config.connector.class: no such class. Write FileSink.");
        assertThat(told(bind("kind: Connector\nconfig: {flush.size: 3}", KeyBindingTest::connector)))
                .containsExactly(
                        "2:1 Connector config.connector.class: connector.class is missing."
                                + " Add connector.class (Class).",
                        "2:1 Connector config.connector.class: no such class. Write FileSink.");
    }

    @Test
    void aMisspeltKeyThatDecidesIsToldAsSuch() {
        assertThat(told(bind("config: {conector.class: FileSink, flush.size: 3}", KeyBindingTest::connector)))
                .containsExactly("1:10 config.conector.class: there is no setting 'conector.class'."
                        + " Write connector.class.");
    }
}
