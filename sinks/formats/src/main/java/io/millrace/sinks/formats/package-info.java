/**
 * How records become bytes of one file.
 *
 * <p>A {@link io.millrace.sinks.formats.Format} knows the ending of a file's name and makes a {@link
 * io.millrace.sinks.formats.RecordEncoder} for each file. To add a format, implement these two and name the class in {@link
 * io.millrace.sinks.formats.FormatSettings}. A record that a format cannot take is refused before any byte of it is written, so that
 * a bad record costs nobody but itself.
 *
 * <p>Formats with a schema take {@linkplain io.millrace.sinks.formats.row rows}, which a source makes of records by a {@linkplain
 * io.millrace.sinks.formats.schema schema}; what a new source or a new format needs is only the rows between them.
 *
 * <p>Formats know nothing of folders and of what is durable: what is open and what it covers is the writer's.
 */
package io.millrace.sinks.formats;
