package demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import java.util.List;
import java.util.Map;

/** Takes quarry blasts, and refuses explosions: the mapping tries again, and then gives them up. */
public final class Blasts implements RequestHandler<KafkaEvent, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(KafkaEvent event, Context context) {
        List<Map<String, Object>> failures = Quakes.records(event)
                .filter(Blasts::isExplosion)
                .map(Blasts::failure)
                .toList();
        return Map.of("batchItemFailures", failures);
    }

    private static boolean isExplosion(KafkaEventRecord record) {
        String type = Quakes.read(record).getAsJsonObject("properties").get("type").getAsString();
        return type.equals("explosion");
    }

    private static Map<String, Object> failure(KafkaEventRecord record) {
        String partition = record.getTopic() + "-" + record.getPartition();
        return Map.of("itemIdentifier", Map.of("partition", partition, "offset", record.getOffset()));
    }
}
