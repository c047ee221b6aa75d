package io.millrace.sinks.formats.schema;

/** What a value can be. Immutable. */
public sealed interface Type permits Scalar, DecimalType, RecordType, ListType, MapType {}
