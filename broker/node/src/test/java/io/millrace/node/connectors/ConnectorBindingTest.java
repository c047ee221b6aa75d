package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.ConnectorType;
import io.millrace.node.connectors.ConnectSettings.Tolerance;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.Documents;
import io.millrace.node.settings.References;
import io.millrace.node.settings.SettingsBinder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorBindingTest {

    private static final List<ConnectorType<?>> TYPES = List.of(new Numbers(), new Letters());

    @Test
    void bindsWhatEveryConnectorHasAndWhatItsClassDeclares() {
        Bound<ConnectorSettings> bound = bind("""
                connector.class: org.example.LettersSinkConnector
                name: it
                topics: a, b
                tasks.max: "3"
                folder: here
                errors.tolerance: all
                errors.deadletterqueue.topic.name: lost
                errors.deadletterqueue.context.headers.enable: false
                errors.retry.timeout: -1
                consumer.override.max.poll.records: 100
                consumer.override.auto.offset.reset: latest
                """);

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.warnings()).isEmpty();
        assertThat(bound.settings().own()).isEqualTo(new Letters.Settings("here"));
        assertThat(bound.settings().type()).isInstanceOf(Letters.class);
        assertThat(bound.settings().common())
                .isEqualTo(new ConnectSettings(
                        "it",
                        "org.example.LettersSinkConnector",
                        3,
                        List.of("a", "b"),
                        null,
                        Tolerance.ALL,
                        "lost",
                        false,
                        -1L,
                        30_000,
                        Map.of("max.poll.records", "100", "auto.offset.reset", "latest"),
                        Map.of()));
    }

    @Test
    void saysWhatIsTakenWithoutEffect() {
        Bound<ConnectorSettings> bound = bind("""
                connector.class: Letters
                topics: a
                value.converter: org.apache.kafka.connect.json.JsonConverter
                value.converter.schemas.enable: false
                producer.override.linger.ms: 5
                """);

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.warnings())
                .satisfiesExactlyInAnyOrder(
                        converter -> assertThat(converter).contains("value.converter has no effect"),
                        schemas -> assertThat(schemas).contains("value.converter.schemas.enable has no effect"),
                        producer -> assertThat(producer).contains("a sink has no producer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connector.class: Leters, topics: a, folder: b | there is no connector.class 'Leters'. Write Letters.",
                "connector.class: Postgres, topics: a | no connector.class 'Postgres'. Use one of Letters, Numbers.",
                "topics: a, folder: b | connector.class is missing. Add connector.class with one of Letters, Numbers.",
                "connector.class: Letters | topics is missing. Add topics, or topics.regex.",
                "connector.class: Letters, topics: a, topics.regex: b | Both topics and topics.regex are set.",
                "connector.class: Letters, topics.regex: '(' | '(' is not a regular expression",
                "connector.class: Letters, topics: [a, it-dead-letters] | read its own dead letters, from it-dead-letters",
                "connector.class: Letters, topics.regex: 'it.*' | read its own dead letters, from it-dead-letters",
                "connector.class: Letters, topics: a, folders: b | there is no setting 'folders'. Write folder.",
                "connector.class: Letters, topics: a, name: other | config has the name 'other', the definition 'it'",
                "connector.class: Letters, topics: a, consumer.override.group.id: x | the node sets group.id itself",
                "connector.class: Letters, topics: a, consumer.override.max.pol.records: 1 | Write max.poll.records.",
                "connector.class: Letters, topics: a, consumer.override.auto.offset.reset: none | cannot begin at 'none'",
                "connector.class: Letters, topics: a, errors.tolerance: some | errors.tolerance is 'some'",
                "connector.class: Letters, topics: a, tasks.max: 0 | tasks.max is '0'",
                "connector.class: Numbers, topic: a, topics: b | a source reads no topics. Remove it.",
                "connector.class: Numbers | topic is missing.",
                "connector.class: Numbers, topic: a, producer.override.acks: 1 | the node sets acks itself",
            })
    void tellsWhatIsWrongAndHowToMendIt(String config, String problem) {
        Bound<ConnectorSettings> bound = bind("{" + config + "}");

        assertThat(bound.problems())
                .singleElement()
                .satisfies(told -> assertThat(told.toString()).contains(problem).startsWith("it.yaml:"));
    }

    private static Bound<ConnectorSettings> bind(String config) {
        String indented = config.lines().map(line -> "  " + line).reduce("", (all, line) -> all + line + "\n");
        Documents read = Documents.read("kind: Connector\nname: it\nconfig:\n" + indented, "it.yaml");
        assertThat(read.problems()).isEmpty();
        Document document = read.documents().get(0);
        References references = new References(Map.of(), Map.of(), References.Artifacts.NONE);
        return new SettingsBinder(references, null).bind(document, new ConnectorBinding(TYPES)::bind);
    }
}
