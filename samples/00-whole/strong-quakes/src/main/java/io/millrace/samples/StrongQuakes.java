package io.millrace.samples;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** An alert for each strong earthquake; the mapping's filter lets no others through. */
public final class StrongQuakes implements RequestHandler<KafkaEvent, List<Map<String, Object>>> {

    @Override
    public List<Map<String, Object>> handleRequest(KafkaEvent event, Context context) {
        return event.getRecords().values().stream()
                .flatMap(Collection::stream)
                .map(StrongQuakes::alert)
                .toList();
    }

    private static Map<String, Object> alert(KafkaEventRecord record) {
        String json = new String(Base64.getDecoder().decode(record.getValue()), StandardCharsets.UTF_8);
        JsonObject quake = JsonParser.parseString(json).getAsJsonObject();
        JsonObject properties = quake.getAsJsonObject("properties");
        Map<String, Object> value = Map.of(
                "magnitude", properties.get("mag").getAsDouble(),
                "place", properties.get("place").getAsString(),
                "time", properties.get("time").getAsLong());
        return Map.of("key", quake.get("id").getAsString(), "value", value);
    }
}
