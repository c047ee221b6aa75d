package io.millrace.sinks.writer;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.writer.partitioner.Partitioner;
import io.millrace.sinks.writer.partitioner.TimestampExtractor;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names with variables: {@code logs/{{topic}}/{{timestamp:unit=yyyy}}/{{partition}}-{{start_offset:padding=true}}}. Records whose
 * names differ in more than the offset go to different files. One instance serves one thread.
 */
public final class NameTemplate implements ObjectNames, Partitioner {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(\\w+)(?::(\\w+)=(\\w+))?\\s*}}");

    /** Stands for the offset while it is not known; no name of a topic has it. */
    private static final String OFFSET = "\0";

    private static final long SECONDS_AN_HOUR = 3_600;
    private static final int PADDED_OFFSET = 20;
    private static final int PADDED_PARTITION = 10;

    /** A piece of a name. */
    private interface Piece {
        String of(ConsumedRecord record, ZonedDateTime time);
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final String front;
    private final boolean padsOffset;
    private final boolean tellsTime;
    private final boolean addsExtension;
    private final TimestampExtractor time;
    private final ZoneId zone;

    // The next record is mostly of the same topic, partition and hour, which is the smallest unit.
    private String lastTopic;
    private int lastPartition;
    private long lastHour;
    private String lastFolder; // null before the first record

    /**
     * @param addsExtension whether the format's extension follows
     * @param zone of times
     * @throws IllegalArgumentException that says in one sentence what is wrong with the template
     */
    public NameTemplate(String template, boolean addsExtension, TimestampExtractor time, ZoneId zone) {
        this.addsExtension = addsExtension;
        this.time = time;
        this.zone = zone;
        Matcher variables = VARIABLE.matcher(template);
        List<String> names = new ArrayList<>();
        boolean padded = false;
        int at = 0;
        while (variables.find()) {
            text(template.substring(at, variables.start()));
            at = variables.end();
            String name = variables.group(1);
            names.add(name);
            boolean pads = "padding".equals(variables.group(2)) && "true".equals(variables.group(3));
            padded |= pads && name.equals("start_offset");
            pieces.add(piece(name, variables.group(2), variables.group(3), pads));
        }
        text(template.substring(at));
        for (String needed : List.of("topic", "partition", "start_offset")) {
            if (!names.contains(needed)) {
                throw new IllegalArgumentException("It needs {{" + needed + "}}, or objects would replace each other.");
            }
        }
        front = template.substring(0, template.indexOf("{{"));
        padsOffset = padded;
        tellsTime = names.stream().anyMatch(name -> name.equals("timestamp") || name.endsWith("_date"));
    }

    private void text(String text) {
        if (text.contains("{{") || text.contains("}}")) {
            throw new IllegalArgumentException("It has braces that are no variable: " + text + ".");
        }
        pieces.add((record, at) -> text);
    }

    private static Piece piece(String name, String parameter, String value, boolean pads) {
        return switch (name) {
            case "topic" -> (record, at) -> record.topic();
            case "partition" ->
                (record, at) -> pads
                        ? String.format(Locale.ROOT, "%0" + PADDED_PARTITION + "d", record.partition())
                        : Integer.toString(record.partition());
            case "start_offset" -> (record, at) -> OFFSET;
            case "timestamp" -> ofTime(parameter, value);
            case "utc_date", "local_date" -> (record, at) -> DateTimeFormatter.ISO_LOCAL_DATE.format(at);
            case "key" ->
                throw new IllegalArgumentException(
                        "{{key}} keeps the last record of a key only, which this sink does not do.");
            default -> throw new IllegalArgumentException("There is no variable {{" + name + "}}.");
        };
    }

    private static Piece ofTime(String parameter, String unit) {
        if (!"unit".equals(parameter)
                || !List.of("yyyy", "YYYY", "MM", "dd", "HH").contains(unit)) {
            throw new IllegalArgumentException("{{timestamp}} needs a unit: {{timestamp:unit=yyyy}}, MM, dd or HH.");
        }
        DateTimeFormatter format = DateTimeFormatter.ofPattern(unit.replace('Y', 'y'), Locale.ROOT);
        return (record, at) -> format.format(at);
    }

    @Override
    public String folder(ConsumedRecord record) throws IOException {
        Instant instant = tellsTime ? Instant.ofEpochMilli(time.timeMs(record)) : Instant.EPOCH;
        long localSeconds =
                instant.getEpochSecond() + zone.getRules().getOffset(instant).getTotalSeconds();
        long hour = Math.floorDiv(localSeconds, SECONDS_AN_HOUR);
        if (lastFolder == null
                || hour != lastHour
                || record.partition() != lastPartition
                || !record.topic().equals(lastTopic)) {
            lastHour = hour;
            lastPartition = record.partition();
            lastTopic = record.topic();
            ZonedDateTime at = instant.atZone(zone);
            StringBuilder name = new StringBuilder();
            pieces.forEach(piece -> name.append(piece.of(record, at)));
            lastFolder = name.toString();
        }
        return lastFolder;
    }

    @Override
    public String topicFolder(String topic) {
        return front + topic;
    }

    @Override
    public String name(String topic, String folder, int partition, long offset, String extension) {
        String digits =
                padsOffset ? String.format(Locale.ROOT, "%0" + PADDED_OFFSET + "d", offset) : Long.toString(offset);
        return folder.replace(OFFSET, digits) + (addsExtension ? extension : "");
    }
}
