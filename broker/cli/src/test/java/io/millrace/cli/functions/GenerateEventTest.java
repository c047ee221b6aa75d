package io.millrace.cli.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Run;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GenerateEventTest {

    @Test
    void printsWhatMskSends() throws IOException {
        assertThat(event(
                        "--topic",
                        "t",
                        "--partition",
                        "3",
                        "--offset",
                        "15",
                        "--timestamp",
                        "1545084650987",
                        "--key",
                        "k" + "1",
                        "--body",
                        "{\"a\": 1}",
                        "--body",
                        "two",
                        "--header",
                        "h=\u00ef"))
                .isEqualTo(new ObjectMapper().readTree("""
                        {"eventSource": "aws:kafka",
                         "eventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/millrace/1",
                         "bootstrapServers": "127.0.0.1:9092",
                         "records": {"t-3": [
                           {"topic": "t", "partition": 3, "offset": 15, "timestamp": 1545084650987,
                            "timestampType": "CREATE_TIME", "key": "azE=", "value": "eyJhIjogMX0=",
                            "headers": [{"h": [-61, -81]}]},
                           {"topic": "t", "partition": 3, "offset": 16, "timestamp": 1545084650987,
                            "timestampType": "CREATE_TIME", "key": "azE=", "value": "dHdv",
                            "headers": [{"h": [-61, -81]}]}]}}
                        """));
    }

    @Test
    void aSelfManagedClusterHasNoArnAndARecordNeedsNoKey() throws IOException {
        JsonNode event = event("--self-managed", "--bootstrap-servers", "k:1");

        assertThat(event.path("eventSource").asText()).isEqualTo("SelfManagedKafka");
        assertThat(event.has("eventSourceArn")).isFalse();
        assertThat(event.path("bootstrapServers").asText()).isEqualTo("k:1");
        JsonNode record = event.path("records").path("quakes-0").path(0);
        assertThat(record.has("key")).isFalse();
        assertThat(record.path("value").asText()).isEqualTo("e30=");
    }

    private static JsonNode event(String... options) throws IOException {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "generate-event";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Run run = Run.millrace(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
