/**
 * Values that were written with a Confluent-compatible schema registry: each begins with the number of its schema.
 *
 * <p>{@link io.millrace.sinks.formats.registry.RegistrySettings} says which registry and in which form values are. A {@link
 * io.millrace.sinks.formats.registry.RegistryRows} asks {@linkplain io.millrace.sinks.formats.registry.SchemaRegistry the registry}
 * for a schema when its first value comes and keeps the tree of readers that is made of it. To add a form, name it in {@link
 * io.millrace.sinks.formats.registry.Converter} and implement {@link io.millrace.sinks.formats.row.WriterSchema} for it.
 *
 * <p>The schemas of a topic differ, its files should not: what values are in a file is the one schema of the deployment and topic,
 * which {@linkplain io.millrace.sinks.formats.schema.Widening takes in} each schema that comes. Every field of it may be null, for any
 * schema may lack it.
 *
 * <p>A schema that is not there or of no use rejects the record; a registry that does not answer makes the partition wait.
 *
 * <p>Source: Confluent's documentation, "Wire format" and "Schema Registry API Reference".
 */
package io.millrace.sinks.formats.registry;
