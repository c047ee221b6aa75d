package io.millrace.sinks.formats.row;

import io.millrace.sinks.formats.schema.RecordType;

/** The schema that values were written with, in whatever words. Immutable. */
public interface WriterSchema {

    /** The one field of {@link #type()} when values are no records. */
    String VALUE = "value";

    /** What values are; a record of one field when they are no records. */
    RecordType type();

    /** False when values are no records. */
    boolean isRecord();

    /**
     * Makes a reader of values.
     *
     * @param layout holds {@link #type()}: it has its fields and maybe more, of the same types, wider ones or texts
     */
    RowReader reader(Layout layout);
}
