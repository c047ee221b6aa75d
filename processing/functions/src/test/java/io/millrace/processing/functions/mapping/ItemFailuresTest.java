package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.Partition;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemFailuresTest {

    /** quakes-0 with offsets 100 to 104, quakes-1 with 7 to 9. */
    private static final List<Batch> BATCHES = List.of(Given.batch(0, 100, 5), Given.batch(1, 7, 3));

    @Test
    void eachPartitionHasItsLowestReportedOffset() {
        String answer = "{\"batchItemFailures\":[" + item("quakes-0", 103) + "," + item("quakes-0", 101) + ","
                + item("quakes-1", 9) + "]}";
        assertThat(ItemFailures.read(Buffer.buffer(answer), BATCHES))
                .contains(new ItemFailures(Map.of(new Partition("quakes", 0), 101L, new Partition("quakes", 1), 9L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}",
                "{\"statusCode\":200}"
            })
    void nothingReportedIsSuccess(String answer) {
        assertThat(ItemFailures.read(Buffer.buffer(answer), BATCHES)).contains(ItemFailures.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"quakes-0:100\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"quakes-2\",\"offset\":100}}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"quakes-0\",\"offset\":99}}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"quakes-0\",\"offset\":\"100\"}}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":0,\"offset\":100}}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{\"offset\":100}}]}",
                "{\"batchItemFailures\":[{\"id\":1}]}",
                "{\"batchItemFailures\":[null]}",
                "{\"batchItemFailures\":{}}",
                "\"done\"",
                "[]",
                "not json"
            })
    void anythingElseIsNoReport(String answer) {
        assertThat(ItemFailures.read(Buffer.buffer(answer), BATCHES)).isEmpty();
    }

    @Test
    void oneUnknownRecordMakesTheWholeReportVoid() {
        String answer = "{\"batchItemFailures\":[" + item("quakes-0", 103) + "," + item("quakes-0", 999) + "]}";
        assertThat(ItemFailures.read(Buffer.buffer(answer), BATCHES)).isEmpty();
    }

    private static String item(String partition, long offset) {
        return "{\"itemIdentifier\":{\"partition\":\"" + partition + "\",\"offset\":" + offset + "}}";
    }
}
