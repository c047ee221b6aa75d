package io.millrace.dist.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a sink has written as any reader would: whatever lies in the folder of the topic. */
final class ReadBack {

    private static final Pattern NAME = Pattern.compile("events\\+(\\d+)\\+(\\d{10})\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadBack() {}

    /** Enters all files below the folder, in the order of their names. */
    static void into(Ledger ledger, Path topicFolder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(topicFolder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                int partition = Integer.parseInt(name.group(1));
                String folder = file.getParent().getFileName().toString();
                ledger.file(
                        folder, partition, Long.parseLong(name.group(2)), sequences(ledger, file, folder, partition));
            } else {
                ledger.odd(file + " is not a finished file");
            }
        }
    }

    private static List<Integer> sequences(Ledger ledger, Path file, String folder, int partition) throws IOException {
        List<Integer> sequences = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode record = JSON.readTree(line);
            if (record.path("p").asInt(-1) != partition || !folder.equals("g=" + record.path("g"))) {
                strangers.add(line);
            }
            sequences.add(record.path("n").asInt(-1));
        }
        if (!strangers.isEmpty()) {
            ledger.odd(file + " holds " + strangers.size() + " records of another partition or folder, the first is "
                    + strangers.get(0));
        }
        return sequences;
    }
}
