package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads back the files that a sink has finished, with nothing of the sink's own code. */
final class QuakeFiles {

    private static final double STRONG = 4.5;

    private final Path folder;
    private final Map<Path, Long> counted = new HashMap<>();

    /** @param folder of {@code store.url}; the finished files are below its {@code topics} */
    QuakeFiles(Path folder) {
        this.folder = folder.resolve("topics");
    }

    List<Path> finished() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("[^._].*\\.json(\\.gz)?"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** Lines in finished files; reads each file once, as a finished one never changes. */
    long lines() throws IOException {
        long lines = 0;
        for (Path file : finished()) {
            Long known = counted.get(file);
            if (known == null) {
                known = (long) lines(file).size();
                counted.put(file, known);
            }
            lines += known;
        }
        return lines;
    }

    /** Reads all of them. */
    QuakeFacts facts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : finished()) {
            lines.addAll(lines(file));
        }
        Set<String> ids = new HashSet<>();
        Map<String, Long> byDay = new TreeMap<>();
        long strong = 0;
        for (String line : lines) {
            JsonNode event = new ObjectMapper().readTree(line);
            ids.add(event.path("id").asText());
            byDay.merge(day(event.at("/properties/time").asLong()), 1L, Long::sum);
            strong += event.at("/properties/mag").asDouble() >= STRONG ? 1 : 0;
        }
        return new QuakeFacts(lines.size(), ids.size(), byDay, strong, sha256(lines));
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader text = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return text.lines().toList();
        }
    }

    private static String day(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    private static String sha256(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        Collections.sort(sorted);
        try {
            byte[] text = String.join("\n", sorted).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
