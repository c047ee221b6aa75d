package io.millrace.sinks.formats.registry;

import java.util.List;

/**
 * A schema as a registry keeps it.
 *
 * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
 * @param text in the type's own words
 * @param references schemas that it uses, each behind those that it uses itself; no name twice
 */
record RegisteredSchema(String type, String text, List<Reference> references) {

    /** @param name by which the text refers to it */
    record Reference(String name, String text) {}
}
