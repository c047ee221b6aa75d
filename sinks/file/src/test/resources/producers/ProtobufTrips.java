import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import io.apicurio.registry.serde.protobuf.ProtobufKafkaSerializer;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Trips in Protocol Buffers by Apicurio's serializers: every other one of the second schema, which has another field. */
class ProtobufTrips {

    /** @param args bootstrap servers, registry, topic, first number, number of trips */
    public static void main(String... args) throws Exception {
        int first = Integer.parseInt(args[3]);
        Descriptor old = trip(false);
        Descriptor young = trip(true);
        try (KafkaProducer<Object, DynamicMessage> olds = producer(args, "old");
                KafkaProducer<Object, DynamicMessage> youngs = producer(args, "young")) {
            for (int id = first; id < first + Integer.parseInt(args[4]); id++) {
                Descriptor type = id % 2 == 0 ? old : young;
                DynamicMessage.Builder trip = DynamicMessage.newBuilder(type)
                        .setField(type.findFieldByName("id"), id)
                        .setField(
                                type.findFieldByName("at"),
                                Timestamp.newBuilder().setSeconds(1_767_225_600L + id).build())
                        .addRepeatedField(type.findFieldByName("stops"), "s" + id);
                if (type == young) {
                    trip.setField(type.findFieldByName("price"), id / 2.0);
                }
                (type == old ? olds : youngs).send(new ProducerRecord<>(args[2], 0, null, trip.build())).get();
            }
        }
    }

    private static Descriptor trip(boolean young) throws Exception {
        DescriptorProto.Builder trip = DescriptorProto.newBuilder()
                .setName("Trip")
                .addField(field("id", 1, Type.TYPE_INT32))
                .addField(field("at", 2, Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp"))
                .addField(field("stops", 3, Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED));
        if (young) {
            trip.addField(field("price", 4, Type.TYPE_DOUBLE));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("trip.proto")
                .setSyntax("proto3")
                .setPackage("travel")
                .addDependency("google/protobuf/timestamp.proto")
                .addMessageType(trip)
                .build();
        return FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()})
                .findMessageTypeByName("Trip");
    }

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(Label.LABEL_OPTIONAL)
                .setType(type);
    }

    private static KafkaProducer<Object, DynamicMessage> producer(String[] args, String artifact) {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers", args[0],
                "apicurio.registry.url", args[1],
                "apicurio.registry.auto-register", true,
                "apicurio.registry.artifact.artifact-id", "trips-" + artifact,
                "apicurio.registry.serde.send-type-ref", false,
                "apicurio.registry.serde.send-indexes", true,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ProtobufKafkaSerializer.class));
    }
}
