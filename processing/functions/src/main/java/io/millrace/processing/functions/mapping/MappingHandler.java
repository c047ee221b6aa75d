package io.millrace.processing.functions.mapping;

import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.invoke.Invoker;
import io.millrace.processing.functions.mapping.EventEncoder.Event;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer of a mapping does with a batch: an event, an invocation, and what Lambda makes of its outcome. When to try again
 * and when to give up is the feed's to decide.
 *
 * <p>On one event loop; several batches, of other partitions each, may be with the function at a time.
 */
final class MappingHandler implements RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MappingHandler.class);

    private final MappingSettings settings;
    private final Parts parts;
    private final EventEncoder encoder;
    private final Optional<FailureDestination> destination;

    /**
     * What the consumers of a mapping have in common.
     *
     * @param deployment for logs
     * @param slots bounds how many invocations run at a time
     * @param output empty when what the function returns is not written
     */
    record Parts(
            String deployment,
            InstantSource clock,
            Invoker invoker,
            Slots slots,
            Optional<Output> output,
            RecordWriter writer,
            Tally tally) {}

    /** @param destination empty when records that are given up are dropped */
    MappingHandler(
            MappingSettings settings, Parts parts, EventEncoder encoder, Optional<FailureDestination> destination) {
        this.settings = settings;
        this.parts = parts;
        this.encoder = encoder;
        this.destination = destination;
    }

    @Override
    public Future<Answer> deliver(Delivery delivery) {
        Optional<Event> encoded = encoder.encode(delivery.batches(), oldest());
        if (encoded.isEmpty()) {
            return Future.failedFuture(DeliveryException.split("the batch makes an event of more than 6 MB", null));
        }
        Event event = encoded.get();
        Answer success = Answer.DURABLE.rejecting(leftOut(event, delivery.attempt() - 1));
        return event.records() == 0
                ? Future.succeededFuture(success)
                : invoke(event).compose(invocation -> answer(delivery, event, invocation, success));
    }

    private long oldest() {
        return settings.maximumRecordAgeInSeconds() == -1
                ? Long.MIN_VALUE
                : parts.clock.millis() - settings.maximumRecordAgeInSeconds() * 1000L;
    }

    private static List<Rejection> leftOut(Event event, int invocations) {
        List<Rejection> leftOut = new ArrayList<>(0);
        if (!event.expired().isEmpty()) {
            InvocationFailure failure = InvocationFailure.tooOld(invocations);
            event.expired().forEach(record -> leftOut.add(new Rejection(record, failure)));
        }
        if (!event.tooLarge().isEmpty()) {
            InvocationFailure failure = InvocationFailure.tooLarge();
            event.tooLarge().forEach(record -> leftOut.add(new Rejection(record, failure)));
        }
        return leftOut;
    }

    private Future<Invocation> invoke(Event event) {
        return parts.slots
                .run(() -> parts.invoker.invoke(event.payload()))
                .onSuccess(called -> parts.tally.invoked())
                .recover(noChild -> Future.failedFuture(DeliveryException.unavailable(
                        "the function cannot be called: " + noChild.getMessage(), noChild)));
    }

    private Future<Answer> answer(Delivery delivery, Event event, Invocation invocation, Answer success) {
        int attempt = delivery.attempt();
        if (invocation.outcome() == Invocation.Outcome.FAILED) {
            return failed(event, InvocationFailure.unhandled(invocation, attempt));
        }
        if (settings.reportsItemFailures()) {
            Optional<ItemFailures> failures = ItemFailures.read(invocation.payload(), delivery.batches());
            if (failures.isEmpty()) {
                return failed(
                        event,
                        InvocationFailure.answered(
                                "the function's batchItemFailures name no records of the batch.", invocation, attempt));
            }
            if (!failures.get().lowest().isEmpty()) {
                return Future.succeededFuture(partly(failures.get(), success, invocation, attempt));
            }
        }
        return written(invocation)
                .map(written -> {
                    parts.tally.succeeded(event.records());
                    return success;
                })
                .recover(unwritten -> failed(
                        event,
                        InvocationFailure.answered(
                                "what the function returned cannot be written: " + unwritten.getMessage(),
                                invocation,
                                attempt)));
    }

    private Future<Answer> failed(Event event, InvocationFailure failure) {
        parts.tally.failed();
        boolean split = settings.bisectBatchOnFunctionError() && event.records() > 1;
        return Future.failedFuture(split ? DeliveryException.split(failure.getMessage(), failure) : failure);
    }

    private Answer partly(ItemFailures failures, Answer success, Invocation invocation, int attempt) {
        parts.tally.failed();
        Map<Partition, Long> lowest = failures.lowest();
        List<Rejection> before = success.rejected().stream()
                .filter(each -> each.record().offset()
                        < lowest.getOrDefault(
                                new Partition(
                                        each.record().topic(), each.record().partition()),
                                Long.MAX_VALUE))
                .toList();
        InvocationFailure failure =
                InvocationFailure.answered("the function reported batch item failures.", invocation, attempt);
        return Answer.durableUpTo(lowest, failure).rejecting(before);
    }

    private Future<Void> written(Invocation invocation) {
        return parts.output
                .map(output -> parts.writer.write(output.records(invocation.payload())))
                .orElse(Future.succeededFuture());
    }

    /** What was given up for one reason goes to the destination together. */
    @Override
    public Future<Void> bury(List<Rejection> rejections) {
        Map<InvocationFailure, List<ConsumedRecord>> byFailure = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            byFailure
                    .computeIfAbsent(InvocationFailure.of(rejection.cause()), failure -> new ArrayList<>())
                    .add(rejection.record());
        }
        List<Future<Void>> taken = byFailure.entrySet().stream()
                .map(each -> bury(each.getKey(), each.getValue()))
                .toList();
        return Future.all(taken)
                .onSuccess(done -> parts.tally.givenUp(rejections.size()))
                .mapEmpty();
    }

    private Future<Void> bury(InvocationFailure failure, List<ConsumedRecord> records) {
        ConsumedRecord first = records.get(0);
        LOG.atWarn()
                .addKeyValue("deployment", parts.deployment)
                .addKeyValue("topic", first.topic())
                .addKeyValue("partition", first.partition())
                .addKeyValue("offset", first.offset())
                .addKeyValue("records", records.size())
                .addKeyValue("error", failure.getMessage())
                .log(
                        destination.isPresent()
                                ? "records given up, sending them to the on-failure destination"
                                : "records given up and dropped: the mapping has no on-failure destination");
        return destination
                .map(present -> present.take(failure, records, parts.clock.instant()))
                .orElse(Future.succeededFuture());
    }
}
