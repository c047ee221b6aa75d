package io.millrace.connectors.replay;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.util.Locale;
import java.util.Objects;

/**
 * Settings of a {@code ReplaySource}.
 *
 * @param file what is read
 * @param format never null: told by the file's name when it is not set
 * @param topic where the records go
 * @param keyPath path in the line, or null for records without keys
 * @param timestampPath path in the line, or null for the time of sending
 * @param rate null for as fast as it goes
 * @param loop {@code false}, {@code true} or a number of times
 * @param maxLineBytes longer lines are rejected
 */
public record ReplaySettings(
        @Setting(
                value =
                        "File of newline-JSON or CSV, plain or gzip; a file: URI is read in place, any other is uploaded.",
                required = true,
                example = "events.ndjson.gz")
        Artifact file,

        @Setting(
                "ndjson or csv; told by the file's extension (.ndjson, .jsonl, .json, .csv, each also with .gz) when not set.")
        Format format,

        @Setting(value = "Topic that the records go to.", required = true)
        String topic,

        @Setting(
                name = "key.path",
                value =
                        "Where in a line the record's key is; a line without a value there has no key. Text is the key as"
                                + " it is, anything else as JSON.",
                example = "$.id")
        String keyPath,

        @Setting(
                name = "timestamp.path",
                value =
                        "Where in a line the record's time is: ISO-8601 (UTC when no zone is given), or a number since the epoch,"
                                + " in seconds below 100,000,000,000 and in milliseconds from there. A line without one is"
                                + " rejected. The broker removes what is older by it than the topic's retention.ms, a week unless it is"
                                + " set: -1 keeps all.",
                example = "$.properties.time")
        String timestampPath,

        @Setting(value = "Most records per second, minute or hour; as fast as it goes when not set.", example = "500/s")
        String rate,

        @Setting(
                value = "Whether to begin again at the end: false, true for ever, or how many times to read the file.",
                defaultValue = "false",
                example = "3")
        String loop,

        @Setting(
                name = "max.line.bytes",
                value = "A longer line is rejected.",
                defaultValue = "16MiB",
                min = 1024,
                max = 1 << 30)
        ByteSize maxLineBytes) {

    /** How lines become records. */
    public enum Format {
        /** One JSON value a line; the record's value is the line. */
        NDJSON,
        /** A header row, then rows with RFC 4180 quotes; the record's value is a JSON object. */
        CSV
    }

    public ReplaySettings {
        format = format != null ? format : formatOf(file.name());
        checkPath("key.path", keyPath);
        checkPath("timestamp.path", timestampPath);
        Pace.parse(rate);
        loops(loop);
    }

    /** How often the file is read; {@link Long#MAX_VALUE} for no end. */
    long loops() {
        return loops(loop);
    }

    private static Format formatOf(String file) {
        String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (name.matches(".*\\.(ndjson|jsonl|json)")) {
            return Format.NDJSON;
        }
        if (name.endsWith(".csv")) {
            return Format.CSV;
        }
        throw new InvalidSetting(
                "format",
                "The name " + file + " does not tell the file's format.",
                "Add format: ndjson or format: csv.");
    }

    private static void checkPath(String key, String path) {
        if (path != null) {
            try {
                Objects.requireNonNull(JsonPath.parse(path));
            } catch (IllegalArgumentException notAPath) {
                throw new InvalidSetting(
                        key, "'" + path + "' is not a path in a line.", "Write it like $.a.b or $.a[0]['b c'].");
            }
        }
    }

    private static long loops(String loop) {
        if (loop.equals("true")) {
            return Long.MAX_VALUE;
        }
        if (loop.equals("false")) {
            return 1;
        }
        if (loop.matches("[1-9]\\d{0,8}")) {
            return Long.parseLong(loop);
        }
        throw new InvalidSetting(
                "loop", "'" + loop + "' is not a number of times.", "Use true, false or a number from 1.");
    }
}
