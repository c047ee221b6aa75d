import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Orders in Avro by Apicurio's serializers: every other one of the second schema, in which a field is gone and others are new. */
class AvroOrders {

    private static final Schema FIRST = new Schema.Parser().parse("""
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": "int"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
              {"name": "note", "type": ["null", "string"], "default": null}]}
            """);
    private static final Schema SECOND = new Schema.Parser().parse("""
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "items", "default": [], "type": {"type": "array", "items": {"type": "record", "name": "Item", "fields": [
                {"name": "name", "type": "string"}, {"name": "count", "type": "int"}]}}},
              {"name": "tags", "default": {}, "type": {"type": "map", "values": "string"}}]}
            """);
    private static final Schema KEY = new Schema.Parser()
            .parse("{\"type\": \"record\", \"name\": \"Key\", \"fields\": [{\"name\": \"shop\", \"type\": \"string\"}]}");

    /** @param args bootstrap servers, registry, topic, first number, number of orders */
    public static void main(String... args) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", args[0],
                "apicurio.registry.url", args[1],
                "apicurio.registry.auto-register", true,
                "apicurio.registry.find-latest", false,
                "key.serializer", AvroKafkaSerializer.class,
                "value.serializer", AvroKafkaSerializer.class);
        int first = Integer.parseInt(args[3]);
        try (KafkaProducer<GenericRecord, GenericRecord> producer = new KafkaProducer<>(settings)) {
            for (int id = first; id < first + Integer.parseInt(args[4]); id++) {
                GenericRecord key = new GenericRecordBuilder(KEY).set("shop", "s" + id % 3).build();
                producer.send(new ProducerRecord<>(args[2], 0, key, id % 2 == 0 ? first(id) : second(id))).get();
            }
        }
    }

    private static GenericRecord first(int id) {
        return new GenericRecordBuilder(FIRST)
                .set("id", id)
                .set("at", 1_767_225_600_000L + id)
                .set("price", ByteBuffer.wrap(new byte[] {(byte) (id % 100)}))
                .set("state", new GenericData.EnumSymbol(FIRST.getField("state").schema(), "PAID"))
                .set("note", id % 4 == 0 ? null : "n" + id)
                .build();
    }

    private static GenericRecord second(int id) {
        Schema item = SECOND.getField("items").schema().getElementType();
        return new GenericRecordBuilder(SECOND)
                .set("id", (long) id)
                .set("at", 1_767_225_600_000L + id)
                .set("price", ByteBuffer.wrap(new byte[] {(byte) (id % 100)}))
                .set("items", List.of(new GenericRecordBuilder(item).set("name", "x").set("count", id).build()))
                .set("tags", Map.of("k", "v" + id))
                .build();
    }
}
