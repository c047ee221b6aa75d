/**
 * A record between its source and its file: cut into the leaf columns of a schema, as Dremel and Parquet do it.
 *
 * <p>A {@link io.millrace.sinks.formats.row.RowSource} (JSON, later others) fills a {@link io.millrace.sinks.formats.row.Row} by the
 * nodes of its {@link io.millrace.sinks.formats.row.Layout}; a format with columns takes the {@link
 * io.millrace.sinks.formats.row.Cells} as they are. A row is whole before anything of it is written, so a source may refuse a
 * record at any point.
 *
 * <p>Source: "Dremel: Interactive Analysis of Web-Scale Datasets" (2010) for definition and repetition levels; Parquet's format
 * specification, "Nested types", for how lists and maps count.
 */
package io.millrace.sinks.formats.row;
