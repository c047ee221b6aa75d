/**
 * {@code ReplaySource}: the lines of a file as records of a topic, at a steady rate or as fast as it goes.
 *
 * <p>{@link io.millrace.connectors.replay.InputFile} opens the file (plain or gzip, told by its first bytes), {@link
 * io.millrace.connectors.replay.LineReader} cuts it into lines, {@link io.millrace.connectors.replay.RecordMaker} turns a line
 * into a record: {@link io.millrace.connectors.replay.JsonLine} checks it and finds key and timestamp in one pass, after {@link
 * io.millrace.connectors.replay.CsvRows} has made JSON of a CSV row. {@link io.millrace.connectors.replay.ReplaySource} puts
 * records into batches, each with the {@link io.millrace.connectors.replay.Position} after it; {@link
 * io.millrace.connectors.replay.Pace} says when the next is due.
 */
package io.millrace.connectors.replay;
