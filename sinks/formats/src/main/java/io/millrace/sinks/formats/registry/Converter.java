package io.millrace.sinks.formats.registry;

import io.millrace.sinks.formats.avro.AvroValues;
import io.millrace.sinks.formats.json.JsonValues;
import io.millrace.sinks.formats.protobuf.ProtobufValues;
import io.millrace.sinks.formats.row.WriterSchema;
import io.millrace.sinks.formats.schema.SchemaException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kafka Connect's converters by the form of what they read, as far as it takes a registry. */
enum Converter {
    AVRO("AvroConverter", "io.confluent.connect.avro.", "AVRO") {
        @Override
        WriterSchema parse(RegisteredSchema schema, byte[] header) {
            return new AvroValues(schema.text(), texts(schema));
        }
    },
    JSON_SCHEMA("JsonSchemaConverter", "io.confluent.connect.json.", "JSON") {
        @Override
        WriterSchema parse(RegisteredSchema schema, byte[] header) {
            return new JsonValues(
                    schema.text(),
                    schema.references().stream()
                            .collect(Collectors.toMap(
                                    RegisteredSchema.Reference::name, RegisteredSchema.Reference::text)));
        }
    },
    PROTOBUF("ProtobufConverter", "io.confluent.connect.protobuf.", "PROTOBUF") {
        @Override
        int headerEnd(byte[] bytes) {
            return ProtobufValues.headerEnd(bytes, Header.BYTES);
        }

        @Override
        WriterSchema parse(RegisteredSchema schema, byte[] header) {
            return new ProtobufValues(schema.text(), texts(schema), header, Header.BYTES);
        }
    };

    /** Those of Connect that take values as what they are. */
    private static final List<String> PLAIN = List.of(
            "org.apache.kafka.connect.json.JsonConverter",
            "org.apache.kafka.connect.storage.StringConverter",
            "org.apache.kafka.connect.converters.ByteArrayConverter");

    private final String shortName;
    private final String className;
    private final String schemaType;

    Converter(String shortName, String folder, String schemaType) {
        this.shortName = shortName;
        this.className = folder + shortName;
        this.schemaType = schemaType;
    }

    /** Empty when no registry is needed. */
    static Optional<Converter> of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.className.equals(name) || each.shortName.equals(name))
                .findFirst();
    }

    /** True for a converter that leaves values as they are. */
    static boolean isPlain(String name) {
        return PLAIN.stream().anyMatch(each -> each.equals(name) || each.endsWith("." + name));
    }

    /** Where a value begins, after its header. */
    int headerEnd(byte[] bytes) {
        return Header.BYTES;
    }

    /**
     * @param header of the values
     * @throws SchemaException when it is of another type, or has what files cannot hold
     */
    final WriterSchema read(RegisteredSchema schema, byte[] header) {
        if (!schema.type().equals(schemaType)) {
            throw new SchemaException("it is of type " + schema.type() + ", and " + shortName + " reads " + schemaType);
        }
        return parse(schema, header);
    }

    private static List<String> texts(RegisteredSchema schema) {
        return schema.references().stream()
                .map(RegisteredSchema.Reference::text)
                .toList();
    }

    abstract WriterSchema parse(RegisteredSchema schema, byte[] header);
}
