import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.apicurio.registry.serde.jsonschema.JsonSchemaKafkaSerializer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Visits in JSON by Apicurio's serializers: every other one of the second schema, which allows fractions and has another field. */
class JsonVisits {

    private static final String FIRST = """
            {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["id"], "properties": {
              "id": {"type": "integer"}, "length": {"type": "integer"},
              "at": {"type": "string", "format": "date-time"}}}
            """;
    private static final String SECOND = """
            {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {
              "id": {"type": "integer"}, "length": {"type": "number"},
              "pages": {"type": "array", "items": {"type": "string"}}}}
            """;

    /** @param args bootstrap servers, registry, topic, first number, number of visits */
    public static void main(String... args) throws Exception {
        int first = Integer.parseInt(args[3]);
        try (KafkaProducer<Object, JsonNode> old = producer(args, "first", FIRST);
                KafkaProducer<Object, JsonNode> young = producer(args, "second", SECOND)) {
            for (int id = first; id < first + Integer.parseInt(args[4]); id++) {
                String visit = id % 2 == 0
                        ? "{\"id\":" + id + ",\"length\":" + id + ",\"at\":\"2026-01-01T00:00:00Z\"}"
                        : "{\"id\":" + id + ",\"length\":" + (id + 0.5) + ",\"pages\":[\"x\"]}";
                (id % 2 == 0 ? old : young)
                        .send(new ProducerRecord<>(args[2], 0, null, new ObjectMapper().readTree(visit)))
                        .get();
            }
        }
    }

    private static KafkaProducer<Object, JsonNode> producer(String[] args, String artifact, String schema)
            throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(args[1].replace("registry/v3", "ccompat/v7") + "/subjects/" + artifact
                                        + "/versions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper()
                                        .createObjectNode()
                                        .put("schemaType", "JSON")
                                        .put("schema", schema)
                                        .toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers", args[0],
                "apicurio.registry.url", args[1],
                "apicurio.registry.artifact.group-id", "default",
                "apicurio.registry.artifact.artifact-id", artifact,
                "apicurio.registry.find-latest", true,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", JsonSchemaKafkaSerializer.class));
    }
}
