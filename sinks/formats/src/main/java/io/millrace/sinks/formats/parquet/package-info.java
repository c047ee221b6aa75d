/**
 * Parquet: rows into columns, columns into pages, pages into the row groups of a file.
 *
 * <p>Values are encoded here, for that is most of the work; page headers, checksums, indexes and footers are parquet-java's. A {@link
 * io.millrace.sinks.formats.parquet.RowGroup} holds what is not written yet. Its buffers start small and grow with what is in
 * them, because a sink may have thousands of files open; it may end early, when memory is short, and between row groups a file holds
 * next to nothing.
 *
 * <p>When the schema widens, an open file goes on if it can: new columns are filled with nulls and small whole numbers become doubles
 * as long as no page of the file has ended. Else the file ends, and the next one has the new schema. Schemas only widen, so
 * records of an old shape never end a file.
 *
 * <p>Source: apache/parquet-format, "Encodings" and "Nested types".
 */
package io.millrace.sinks.formats.parquet;
