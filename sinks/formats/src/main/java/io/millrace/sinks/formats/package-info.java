/**
 * How records become bytes of one file.
 *
 * <p>A {@link io.millrace.sinks.formats.Format} knows the ending of a file's name and makes a {@link
 * io.millrace.sinks.formats.RecordEncoder} for each file. To add a format, implement these two and name the class in {@link
 * io.millrace.sinks.formats.Formats}. A record that a format cannot take is refused before any byte of it is written, so that
 * a bad record costs nobody but itself.
 *
 * <p>Formats know nothing of topics, folders and offsets: what is open and what it covers is the writer's.
 */
package io.millrace.sinks.formats;
