package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDocumentTest {

    private static final Instant NOW = Instant.parse("2019-11-14T00:38:06.021Z");
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
    private static final Buffer EVENT = Buffer.buffer("{\"a\":\"\\\"b\"}");
    private static final Invocation THROWN =
            new Invocation("316aa6d0", Outcome.FAILED, Buffer.buffer("{\"errorMessage\":\"no\",\"errorType\":\"E\"}"));

    private final FailureDocument document = new FailureDocument(Given.MSK, ARN);

    @Test
    void aBatchHasTheEventAsText() {
        Buffer written = document.ofBatch(
                InvocationFailure.unhandled(THROWN, 3),
                List.of(Given.record(0, 1, "k", "v"), Given.record(0, 2, "k", "v"), Given.record(1, 9, "k", "v")),
                EVENT,
                NOW);
        assertThat(written.toString()).isEqualTo(Given.golden("failed-batch.json"));
    }

    @Test
    void aRecordHasTheEventAsObject() {
        Buffer written =
                document.ofRecord(InvocationFailure.unhandled(THROWN, 3), Given.record(0, 1, "k", "v"), EVENT, NOW);
        assertThat(written.toString()).isEqualTo(Given.golden("failed-record.json"));
    }

    @Test
    void whatWasNeverCalledHasNoResponse() {
        JsonObject large = written(InvocationFailure.tooLarge());
        assertThat(large.getJsonObject("requestContext").getString("condition"))
                .isEqualTo("MaximumPayloadSizeExceeded");
        assertThat(large.containsKey("responseContext")).isTrue();
        assertThat(large.getValue("responseContext")).isNull();
        assertThat(written(InvocationFailure.tooOld(0))
                        .getJsonObject("requestContext")
                        .getString("condition"))
                .isEqualTo("RecordAgeExceeded");
    }

    @Test
    void reportedItemsAreNoFunctionError() {
        Invocation answered = new Invocation("id", Outcome.ANSWERED, Buffer.buffer());
        JsonObject response =
                written(InvocationFailure.answered("why", answered, 1)).getJsonObject("responseContext");
        assertThat(response.getInteger("statusCode")).isEqualTo(200);
        assertThat(response.containsKey("functionError")).isFalse();
    }

    @Test
    void aKafkaThatIsNotMskHasNoArn() {
        FailureDocument other = new FailureDocument(new EventSource("SelfManagedKafka", null, "k:9092"), ARN);
        JsonObject info = other.ofBatch(InvocationFailure.tooLarge(), List.of(Given.record(0, 1, "k", "v")), EVENT, NOW)
                .toJsonObject()
                .getJsonObject("KafkaBatchInfo");
        assertThat(info.containsKey("eventSourceArn")).isFalse();
    }

    @Test
    void theFailureSaysWhatTheFunctionSaid() {
        assertThat(InvocationFailure.unhandled(THROWN, 1)).hasMessageContaining("the function failed: E: no.");
        assertThat(InvocationFailure.unhandled(new Invocation("id", Outcome.FAILED, Buffer.buffer("gone")), 1))
                .hasMessageContaining("it gave no reason");
    }

    private JsonObject written(InvocationFailure failure) {
        return document.ofBatch(failure, List.of(Given.record(0, 1, "k", "v")), EVENT, NOW)
                .toJsonObject();
    }
}
