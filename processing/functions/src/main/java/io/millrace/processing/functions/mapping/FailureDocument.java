package io.millrace.processing.functions.mapping;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Partition;
import io.millrace.processing.functions.mapping.InvocationFailure.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an on-failure destination gets.
 *
 * <p>Source: Lambda's developer guide, capturing discarded batches for Kafka event sources, and using a Kafka topic as an on-failure
 * destination.
 */
final class FailureDocument {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String VERSION = "$LATEST";

    private final EventSource source;
    private final String functionArn;

    FailureDocument(EventSource source, String functionArn) {
        this.source = source;
        this.functionArn = functionArn;
    }

    /** Of all records that were given up together: the event stands in it as a text. */
    Buffer ofBatch(InvocationFailure failure, List<ConsumedRecord> records, Buffer event, Instant now) {
        JsonObject info = info(records.size(), event).put("recordsInfo", recordsInfo(records));
        return document(failure, functionArn, failure.condition.toString(), now, info)
                .put("payload", event.toString())
                .toBuffer();
    }

    /** Of one record, for a topic: the event stands in it as an object. */
    Buffer ofRecord(InvocationFailure failure, ConsumedRecord record, Buffer event, Instant now) {
        JsonObject info = info(1, event)
                .put(
                        "recordInfo",
                        new JsonObject()
                                .put("offset", Long.toString(record.offset()))
                                .put("timestamp", time(record.timestampMs())));
        Buffer document = document(failure, functionArn + ":" + VERSION, failure.condition.wordForKafka(), now, info)
                .toBuffer();
        return Buffer.buffer(document.length() + event.length() + 16)
                .appendBuffer(document, 0, document.length() - 1)
                .appendString(",\"payload\":")
                .appendBuffer(event)
                .appendString("}");
    }

    private static JsonObject document(
            InvocationFailure failure, String functionArn, String condition, Instant now, JsonObject info) {
        return new JsonObject()
                .put(
                        "requestContext",
                        new JsonObject()
                                .put("requestId", failure.requestId)
                                .put("functionArn", functionArn)
                                .put("condition", condition)
                                .put("approximateInvokeCount", failure.invocations))
                .put("responseContext", response(failure.response))
                .put("version", "1.0")
                .put("timestamp", TIME.format(now))
                .put("KafkaBatchInfo", info);
    }

    private static JsonObject response(Response response) {
        if (response == Response.NONE) {
            return null;
        }
        JsonObject context = new JsonObject().put("statusCode", 200).put("executedVersion", VERSION);
        return response == Response.UNHANDLED ? context.put("functionError", "Unhandled") : context;
    }

    private JsonObject info(int batchSize, Buffer event) {
        JsonObject info = new JsonObject().put("batchSize", batchSize);
        if (source.arn() != null) {
            info.put("eventSourceArn", source.arn());
        }
        return info.put("bootstrapServers", source.bootstrapServers()).put("payloadSize", event.length());
    }

    private static JsonObject recordsInfo(List<ConsumedRecord> records) {
        Map<String, JsonObject> byPartition = new LinkedHashMap<>();
        for (ConsumedRecord record : records) {
            String offset = Long.toString(record.offset());
            String time = time(record.timestampMs());
            byPartition
                    .computeIfAbsent(
                            new Partition(record.topic(), record.partition()).toString(),
                            partition -> new JsonObject()
                                    .put("firstRecordOffset", offset)
                                    .put("lastRecordOffset", offset)
                                    .put("firstRecordTimestamp", time)
                                    .put("lastRecordTimestamp", time))
                    .put("lastRecordOffset", offset)
                    .put("lastRecordTimestamp", time);
        }
        JsonObject info = new JsonObject();
        byPartition.forEach(info::put);
        return info;
    }

    private static String time(long timestampMs) {
        return TIME.format(Instant.ofEpochMilli(timestampMs));
    }
}
