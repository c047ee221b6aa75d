package demo;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Stream;

/** Earthquakes in an event. */
final class Quakes {

    private Quakes() {}

    static Stream<KafkaEventRecord> records(KafkaEvent event) {
        return event.getRecords().values().stream().flatMap(Collection::stream);
    }

    static JsonObject read(KafkaEventRecord record) {
        byte[] value = Base64.getDecoder().decode(record.getValue());
        return JsonParser.parseString(new String(value, StandardCharsets.UTF_8)).getAsJsonObject();
    }
}
