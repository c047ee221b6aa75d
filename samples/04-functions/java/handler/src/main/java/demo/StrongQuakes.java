package demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** A line for each strong earthquake; the mapping's filter lets no others through. */
public final class StrongQuakes implements RequestHandler<KafkaEvent, List<Map<String, Object>>> {

    @Override
    public List<Map<String, Object>> handleRequest(KafkaEvent event, Context context) {
        return Quakes.records(event).map(Quakes::read).map(StrongQuakes::line).toList();
    }

    private static Map<String, Object> line(JsonObject quake) {
        JsonObject properties = quake.getAsJsonObject("properties");
        String id = quake.get("id").getAsString();
        Map<String, Object> alert = Map.of(
                "id", id,
                "magnitude", properties.get("mag").getAsDouble(),
                "place", properties.get("place").getAsString(),
                "time", properties.get("time").getAsLong());
        return Map.of("key", id, "value", alert);
    }
}
