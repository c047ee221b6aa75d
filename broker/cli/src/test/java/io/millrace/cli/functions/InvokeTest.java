package io.millrace.cli.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeTest {

    private static final String CALL = "POST /v1/deployments/Function/alerts/invoke?logs=";

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void sendsTheEventAndPrintsWhatTheFunctionReturns(@TempDir Path folder) throws IOException {
        node.answers(CALL + "false", "{\"requestId\": \"r\", \"statusCode\": 200, \"payload\": {\"alerts\": 2}}");
        Path event = Files.writeString(folder.resolve("event.json"), "{\"records\": {}}");

        Run run = Run.millrace(node, "invoke", "alerts", "--event", event.toString());

        assertThat(run).isEqualTo(new Run(0, "{\"alerts\":2}\n", ""));
        assertThat(node.request(CALL + "false").text()).isEqualTo("{\"records\": {}}");
    }

    @Test
    void failsWhenTheFunctionDoesAndShowsWhatItSaid() {
        node.answers(CALL + "true", """
                {"requestId": "r", "statusCode": 200, "functionError": "Unhandled", "logs": ["one", "two"],
                 "payload": {"errorType": "KeyError", "errorMessage": "'mag'"}}""");

        Run run = Run.millrace(node, "invoke", "Function/alerts", "--logs");

        assertThat(run).isEqualTo(new Run(1, "{\"errorType\":\"KeyError\",\"errorMessage\":\"'mag'\"}\n", """
                one
                two
                error: the function failed: KeyError: 'mag'
                  See what it said: millrace logs Function/alerts
                """));
        assertThat(node.request(CALL + "true").text()).isEqualTo("{}");
    }
}
