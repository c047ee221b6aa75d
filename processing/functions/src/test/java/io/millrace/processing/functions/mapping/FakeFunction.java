package io.millrace.processing.functions.mapping;

import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.millrace.processing.functions.invoke.Invoker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A function that answers what the test says, and remembers the values it was called with. Any thread. */
final class FakeFunction implements Invoker {

    final Queue<List<String>> calls = new ConcurrentLinkedQueue<>();
    final AtomicInteger atATime = new AtomicInteger();
    final AtomicInteger mostAtATime = new AtomicInteger();
    private final Function<List<Item>, Future<Invocation>> behaviour;

    /**
     * A record as the function sees it.
     *
     * @param partition {@code topic-number}
     */
    record Item(String partition, long offset, String value) {}

    FakeFunction(Function<List<Item>, Future<Invocation>> behaviour) {
        this.behaviour = behaviour;
    }

    static FakeFunction answering(String json) {
        return new FakeFunction(items -> answered(json));
    }

    /** Throws at batches that hold the value {@code bad}. */
    static FakeFunction throwingAtBad() {
        return new FakeFunction(items ->
                items.stream().anyMatch(item -> item.value.equals("bad")) ? thrown("bad record") : answered("null"));
    }

    /** Reports the items whose value is {@code bad}. */
    static FakeFunction reportingBad() {
        return new FakeFunction(items -> {
            List<String> failures = items.stream()
                    .filter(item -> item.value.equals("bad"))
                    .map(item -> "{\"itemIdentifier\":{\"partition\":\"" + item.partition + "\",\"offset\":"
                            + item.offset + "}}")
                    .toList();
            return answered("{\"batchItemFailures\":" + failures + "}");
        });
    }

    static Future<Invocation> answered(String json) {
        return Future.succeededFuture(new Invocation("request", Outcome.ANSWERED, Buffer.buffer(json)));
    }

    static Future<Invocation> thrown(String message) {
        JsonObject error = new JsonObject().put("errorMessage", message).put("errorType", "Error");
        return Future.succeededFuture(new Invocation("request", Outcome.FAILED, error.toBuffer()));
    }

    @Override
    public Future<Invocation> invoke(Buffer event) {
        List<Item> items = event.toJsonObject().getJsonObject("records").stream()
                .flatMap(partition -> ((JsonArray) partition.getValue())
                        .stream().map(record -> item(partition.getKey(), (JsonObject) record)))
                .toList();
        calls.add(items.stream().map(Item::value).toList());
        mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
        return behaviour.apply(items).onComplete(done -> atATime.decrementAndGet());
    }

    private static Item item(String partition, JsonObject record) {
        byte[] value = Base64.getDecoder().decode(record.getString("value", ""));
        return new Item(partition, record.getLong("offset"), new String(value, StandardCharsets.UTF_8));
    }
}
