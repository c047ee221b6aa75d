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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Files of JSON lines. */
final class QuakeLines extends QuakeFiles {

    private static final Pattern NAME = Pattern.compile("[^._].*\\.json(\\.gz)?");

    QuakeLines(Path folder, JsonNode expected) {
        super(folder, NAME, expected);
    }

    @Override
    long count(Path file) throws IOException {
        return lines(file).size();
    }

    @Override
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
        return new QuakeFacts(lines.size(), ids.size(), byDay, strong, Map.of(QuakeFacts.SHA_256, sha256(lines)));
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
