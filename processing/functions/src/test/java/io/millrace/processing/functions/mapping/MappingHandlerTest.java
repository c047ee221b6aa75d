package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Meters;
import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.DeliveryException.Steer;
import io.millrace.api.feed.Partition;
import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.mapping.InvocationFailure.Condition;
import io.millrace.processing.functions.mapping.MappingHandler.Parts;
import io.millrace.testkit.sinks.ManualClock;
import io.millrace.testkit.sinks.TestBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class MappingHandlerTest {

    private static final Partition ZERO = new Partition("quakes", 0);

    private final ManualClock clock = new ManualClock();
    private final List<ProducedRecord> written = new ArrayList<>();
    private final List<String> buried = new ArrayList<>();
    private final Tally tally = new Tally(new NoMeters());
    private Future<Void> writing = Future.succeededFuture();
    private int slots = Integer.MAX_VALUE;
    private String output;

    @Test
    void whatTheFunctionTookIsDurable() {
        FakeFunction function = FakeFunction.answering("\"done\"");
        assertThat(deliver(handler("", function), 1, Given.batch(0, 0, 3), Given.batch(1, 5, 1)))
                .isEqualTo(Answer.DURABLE);
        assertThat(function.calls).containsExactly(List.of("v0", "v1", "v2", "v5"));
        assertThat(tally.toJson().getLong("records")).isEqualTo(4);
        assertThat(tally.toJson().getString("lastProcessingResult")).isEqualTo("OK");
    }

    /** Transaction markers and filtered records leave batches without records. */
    @Test
    void aBatchWithoutRecordsIsDurableWithoutACall() {
        FakeFunction function = FakeFunction.answering("null");
        Batch empty = new TestBatch(Given.batch(0, 0, 1).lane(), List.of(), 9);
        assertThat(deliver(handler("", function), 1, empty)).isEqualTo(Answer.DURABLE);
        assertThat(function.calls).isEmpty();
    }

    @Test
    void aFunctionErrorFailsTheBatch() {
        Throwable failure = failure(handler("", FakeFunction.throwingAtBad()), 3, bad());
        assertThat(DeliveryException.steerOf(failure)).isEqualTo(Steer.FAILED);
        assertThat(InvocationFailure.of(failure).invocations).isEqualTo(3);
        assertThat(tally.toJson().getLong("errors")).isEqualTo(1);
        assertThat(tally.toJson().getString("lastProcessingResult")).isEqualTo("PROBLEM: Function call failed");
    }

    @Test
    void bisectingSplitsABatchAndRetriesARecord() {
        MappingHandler handler = handler("bisectBatchOnFunctionError: true", FakeFunction.throwingAtBad());
        Throwable batch = failure(handler, 1, bad());
        assertThat(DeliveryException.steerOf(batch)).isEqualTo(Steer.SPLIT);
        assertThat(InvocationFailure.of(batch).condition).isEqualTo(Condition.RETRY_ATTEMPTS_EXHAUSTED);
        Throwable record = failure(handler, 1, Given.batch(Given.record(0, 0, "k", "bad")));
        assertThat(DeliveryException.steerOf(record)).isEqualTo(Steer.FAILED);
    }

    @Test
    void aFunctionThatCannotBeCalledIsWaitedFor() {
        FakeFunction function = new FakeFunction(items -> Future.failedFuture("no child"));
        assertThat(DeliveryException.steerOf(failure(handler("", function), 1, Given.batch(0, 0, 1))))
                .isEqualTo(Steer.UNAVAILABLE);
    }

    @Test
    void reportedItemsComeAgainFromTheLowest() {
        Answer answer = deliver(
                handler("functionResponseTypes: [ReportBatchItemFailures]", FakeFunction.reportingBad()), 1, bad());
        assertThat(answer.durable()).isTrue();
        assertThat(answer.goOnAt()).isEqualTo(Map.of(ZERO, 1L));
        assertThat(answer.failure()).isInstanceOf(InvocationFailure.class);
    }

    @Test
    void aReportIsReadOnlyWhereItIsAskedFor() {
        assertThat(deliver(handler("", FakeFunction.reportingBad()), 1, bad())).isEqualTo(Answer.DURABLE);
    }

    @Test
    void aReportThatCannotBeReadFailsTheBatch() {
        MappingHandler handler = handler(
                "functionResponseTypes: [ReportBatchItemFailures]",
                FakeFunction.answering("{\"batchItemFailures\":[{\"itemIdentifier\":\"quakes-0:1\"}]}"));
        assertThat(failure(handler, 1, bad())).hasMessageContaining("name no records of the batch");
    }

    @Test
    void tooOldRecordsAreGivenUpWithoutACall() {
        clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(65)));
        FakeFunction function = FakeFunction.answering("null");
        Answer answer = deliver(handler("maximumRecordAgeInSeconds: 60", function), 1, Given.batch(0, 3, 4));
        assertThat(answer.durable()).isTrue();
        assertThat(answer.rejected()).extracting(each -> each.record().offset()).containsExactly(3L, 4L);
        assertThat(InvocationFailure.of(answer.rejected().get(0).cause()).condition)
                .isEqualTo(Condition.RECORD_AGE_EXCEEDED);
        assertThat(function.calls).containsExactly(List.of("v5", "v6"));
    }

    @Test
    void whatIsLeftOutBehindAReportedItemComesAgain() {
        MappingHandler handler =
                handler("functionResponseTypes: [ReportBatchItemFailures]", FakeFunction.reportingBad());
        Answer answer = deliver(
                handler,
                1,
                Given.batch(
                        Given.record(0, 0, "k", "x".repeat(5_000_000)),
                        Given.record(0, 1, "k", "bad"),
                        Given.record(0, 2, "k", "x".repeat(5_000_000))));
        assertThat(answer.goOnAt()).isEqualTo(Map.of(ZERO, 1L));
        assertThat(answer.rejected()).extracting(each -> each.record().offset()).containsExactly(0L);
        assertThat(InvocationFailure.of(answer.rejected().get(0).cause()).condition)
                .isEqualTo(Condition.MAXIMUM_PAYLOAD_SIZE_EXCEEDED);
    }

    @Test
    void moreThanAnEventHoldsIsSplit() {
        Batch large = Given.batch(
                Given.record(0, 0, "k", "x".repeat(3_000_000)), Given.record(0, 1, "k", "x".repeat(3_000_000)));
        FakeFunction function = FakeFunction.answering("null");
        assertThat(DeliveryException.steerOf(failure(handler("", function), 1, large)))
                .isEqualTo(Steer.SPLIT);
        assertThat(function.calls).isEmpty();
    }

    @Test
    void onlySoManyCallsRunAtATime() {
        List<Promise<Invocation>> calls = new ArrayList<>();
        FakeFunction function = new FakeFunction(items -> {
            Promise<Invocation> call = Promise.promise();
            calls.add(call);
            return call.future();
        });
        slots = 2;
        MappingHandler handler = handler("", function);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            answers.add(handler.deliver(new Delivery(List.of(Given.batch(partition, 0, 1)), 1)));
        }
        assertThat(calls).hasSize(2);
        calls.get(1).complete(FakeFunction.answered("null").result());
        assertThat(calls).hasSize(3);
        calls.get(0).fail("gone");
        calls.get(2).complete(FakeFunction.answered("null").result());
        assertThat(answers).extracting(Future::succeeded).containsExactly(false, true, true);
        assertThat(function.mostAtATime).hasValue(2);
    }

    @Test
    void whatIsReturnedIsWrittenBeforeItIsDurable() {
        output = "alerts";
        Promise<Void> acknowledged = Promise.promise();
        writing = acknowledged.future();
        MappingHandler handler = handler("", FakeFunction.answering("[1,2]"));
        Future<Answer> answer = handler.deliver(new Delivery(List.of(Given.batch(0, 0, 1)), 1));
        assertThat(written).extracting(ProducedRecord::topic).containsExactly("alerts", "alerts");
        assertThat(answer.isComplete()).isFalse();
        acknowledged.complete();
        assertThat(answer.result()).isEqualTo(Answer.DURABLE);
    }

    @Test
    void whatCannotBeWrittenFailsTheBatch() {
        output = "alerts";
        writing = Future.failedFuture("too large");
        Throwable failure = failure(handler("", FakeFunction.answering("1")), 1, Given.batch(0, 0, 1));
        assertThat(DeliveryException.steerOf(failure)).isEqualTo(Steer.FAILED);
        assertThat(failure).hasMessageContaining("cannot be written: too large");
    }

    @Test
    void whatIsGivenUpForOneReasonIsBuriedTogether() {
        MappingHandler handler = handler("", FakeFunction.answering("null"));
        InvocationFailure old = InvocationFailure.tooOld(1);
        List<Rejection> rejections = List.of(
                new Rejection(Given.record(0, 1, "k", "a"), old),
                new Rejection(Given.record(0, 2, "k", "b"), InvocationFailure.tooLarge()),
                new Rejection(Given.record(1, 3, "k", "c"), DeliveryException.split("why", old)));
        assertThat(handler.bury(rejections).succeeded()).isTrue();
        assertThat(buried).containsExactlyInAnyOrder("RecordAgeExceeded[1, 3]", "MaximumPayloadSizeExceeded[2]");
        assertThat(tally.toJson().getLong("givenUp")).isEqualTo(3);
    }

    @Test
    void withoutADestinationRecordsAreDroppedAndCounted() {
        MappingHandler handler = new MappingHandler(
                Given.settings(""),
                parts(FakeFunction.answering("null")),
                new EventEncoder(Given.MSK),
                Optional.empty());
        Rejection rejection = new Rejection(Given.record(0, 1, "k", "a"), InvocationFailure.tooLarge());
        assertThat(handler.bury(List.of(rejection)).succeeded()).isTrue();
        assertThat(tally.toJson().getLong("givenUp")).isEqualTo(1);
    }

    private static Batch bad() {
        return Given.batch(
                Given.record(0, 0, "k", "good"), Given.record(0, 1, "k", "bad"), Given.record(0, 2, "k", "good"));
    }

    private static Answer deliver(MappingHandler handler, int attempt, Batch... batches) {
        Future<Answer> answer = handler.deliver(new Delivery(List.of(batches), attempt));
        assertThat(answer.cause()).isNull();
        return answer.result();
    }

    private static Throwable failure(MappingHandler handler, int attempt, Batch... batches) {
        return handler.deliver(new Delivery(List.of(batches), attempt)).cause();
    }

    private MappingHandler handler(String settings, FakeFunction function) {
        FailureDestination destination = (failure, records, now) -> {
            buried.add(failure.condition
                    + records.stream().map(ConsumedRecord::offset).toList().toString());
            return Future.succeededFuture();
        };
        return new MappingHandler(
                Given.settings(settings), parts(function), new EventEncoder(Given.MSK), Optional.of(destination));
    }

    private Parts parts(FakeFunction function) {
        return new Parts(
                "Function/f",
                clock,
                function,
                new Slots(slots),
                Optional.ofNullable(output).map(Output::new),
                records -> {
                    written.addAll(records);
                    return writing;
                },
                tally);
    }

    private static final class NoMeters implements Meters {
        @Override
        public Counter counter(String name, String description) {
            return amount -> {};
        }

        @Override
        public void gauge(String name, String description, DoubleSupplier value) {}
    }
}
