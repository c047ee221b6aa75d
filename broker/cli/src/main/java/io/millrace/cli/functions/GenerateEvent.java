package io.millrace.cli.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace generate-event}. */
@Command(
        name = "generate-event",
        header = "Print an event as a function gets it, to invoke one with.",
        footer = {
            "Examples:",
            "  millrace generate-event --topic quakes --body '{\"mag\": 5.1}' > event.json",
            "  millrace generate-event --self-managed --topic quakes --key ci1 --header source=usgs --body a --body b"
        })
public final class GenerateEvent implements Runnable {

    @Option(names = "--self-managed", description = "As for a Kafka that is not MSK.")
    private boolean selfManaged;

    @Option(names = "--topic", paramLabel = "NAME", defaultValue = "quakes", description = "(default: quakes)")
    private String topic;

    @Option(names = "--partition", paramLabel = "N", defaultValue = "0", description = "(default: 0)")
    private int partition;

    @Option(
            names = "--offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the first record; those after it count up (default: 0).")
    private long offset;

    @Option(names = "--timestamp", paramLabel = "MS", description = "Milliseconds since 1970 (default: now).")
    private Long timestampMs;

    @Option(names = "--key", paramLabel = "TEXT", description = "Key of each record (default: none).")
    private String key;

    @Option(
            names = "--body",
            paramLabel = "TEXT",
            defaultValue = "{}",
            description = "Value of a record; repeated for several records (default: {}).")
    private List<String> bodies;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Header of each record; may be repeated.")
    private Map<String, String> headers = Map.of();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "LIST",
            defaultValue = "127.0.0.1:9092",
            description = "(default: 127.0.0.1:9092)")
    private String bootstrapServers;

    @Option(
            names = "--event-source-arn",
            paramLabel = "ARN",
            defaultValue = "arn:aws:kafka:us-east-1:123456789012:cluster/millrace/1",
            description = "Of the cluster, when it is MSK.")
    private String eventSourceArn;

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        if (selfManaged) {
            event.put("eventSource", "SelfManagedKafka");
        } else {
            event.put("eventSource", "aws:kafka").put("eventSourceArn", eventSourceArn);
        }
        event.put("bootstrapServers", bootstrapServers);
        ArrayNode records = event.putObject("records").putArray(topic + "-" + partition);
        for (String body : bodies) {
            add(records.addObject(), offset + records.size() - 1, body);
        }
        verb.commandLine().getOut().println(event.toPrettyString());
        verb.commandLine().getOut().flush();
    }

    private void add(ObjectNode record, long recordOffset, String body) {
        record.put("topic", topic)
                .put("partition", partition)
                .put("offset", recordOffset)
                .put("timestamp", timestampMs == null ? System.currentTimeMillis() : timestampMs)
                .put("timestampType", "CREATE_TIME");
        if (key != null) {
            record.put("key", bytes(key));
        }
        record.put("value", bytes(body));
        ArrayNode list = record.putArray("headers");
        headers.forEach((name, value) -> {
            ArrayNode signed = list.addObject().putArray(name);
            for (byte each : bytes(value)) {
                signed.add(each);
            }
        });
    }

    /** As JSON, in Base64. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
