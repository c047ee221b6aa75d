package io.millrace.processing.functions.mapping;

import io.millrace.api.Meters;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.LongAdder;

/** What a mapping has done since it was started. Any thread. */
final class Tally {

    private final Count records;
    private final Count filtered;
    private final Count invocations;
    private final Count errors;
    private final Count givenUp;
    private volatile String lastResult = "No records processed";

    /** A number of this mapping, which adds to the deployment's meter. */
    private record Count(LongAdder own, Meters.Counter meter) {

        static Count of(Meters meters, String name, String description) {
            return new Count(new LongAdder(), meters.counter("mapping." + name, description));
        }

        void add(long amount) {
            own.add(amount);
            meter.add(amount);
        }
    }

    Tally(Meters meters) {
        records = Count.of(meters, "records", "Records that the function has dealt with");
        filtered = Count.of(meters, "filtered", "Records passed by for the filters");
        invocations = Count.of(meters, "invocations", "Calls of the function for records");
        errors = Count.of(meters, "errors", "Calls after which records were not dealt with");
        givenUp = Count.of(meters, "given.up", "Records that went to the on-failure destination or were dropped");
    }

    void filtered() {
        filtered.add(1);
    }

    void invoked() {
        invocations.add(1);
    }

    void succeeded(int count) {
        records.add(count);
        lastResult = "OK";
    }

    void failed() {
        errors.add(1);
        lastResult = "PROBLEM: Function call failed";
    }

    void givenUp(int count) {
        givenUp.add(count);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("lastProcessingResult", lastResult)
                .put("records", records.own.sum())
                .put("filtered", filtered.own.sum())
                .put("invocations", invocations.own.sum())
                .put("errors", errors.own.sum())
                .put("givenUp", givenUp.own.sum());
    }
}
