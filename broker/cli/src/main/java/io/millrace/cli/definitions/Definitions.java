package io.millrace.cli.definitions;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.cli.definitions.Submission.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads what {@code -f} names: files, folders (their YAML files by name), or standard input.
 *
 * <p>YAML and JSON files of one folder become one submission, so that they are stored together or not at all and may refer to each
 * other. Properties, which are no documents of the kind, go after them, each on its own. Where {@code sam build} has built a
 * template, that is read instead.
 */
final class Definitions {

    private final InputStream standardInput;
    private final Map<Path, List<Path>> byFolder = new LinkedHashMap<>();
    private final List<Submission> singles = new ArrayList<>();

    private Definitions(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** @param files paths, or {@code -} for standard input */
    static List<Submission> read(List<String> files, InputStream standardInput) {
        Definitions definitions = new Definitions(standardInput);
        try {
            for (String file : files) {
                definitions.add(file);
            }
            List<Submission> submissions = new ArrayList<>();
            for (Map.Entry<Path, List<Path>> folder : definitions.byFolder.entrySet()) {
                submissions.add(joined(folder.getKey(), folder.getValue()));
            }
            submissions.addAll(definitions.singles);
            return submissions;
        } catch (CharacterCodingException notText) {
            throw unreadable(String.join(", ", files), "is not UTF-8 text");
        } catch (IOException failed) {
            throw unreadable(failed.getMessage(), "cannot be read");
        }
    }

    private void add(String file) throws IOException {
        Path path = Path.of(file);
        if (file.equals("-")) {
            String text = new String(standardInput.readAllBytes(), StandardCharsets.UTF_8);
            singles.add(single("standard input", Path.of(""), text));
        } else if (Files.isDirectory(path)) {
            addFolder(path);
        } else if (!Files.exists(path)) {
            throw unreadable(file, "is not there");
        } else if (isYaml(path) || file.endsWith(".json")) {
            Path definition = SamBuild.of(path).orElse(path);
            byFolder.computeIfAbsent(folder(definition), any -> new ArrayList<>())
                    .add(definition);
        } else {
            singles.add(single(file, folder(path), Files.readString(path)));
        }
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.filter(Definitions::isYaml).sorted().toList();
        }
        if (files.isEmpty()) {
            throw unreadable(folder.toString(), "has no .yaml or .yml file");
        }
        byFolder.computeIfAbsent(folder, any -> new ArrayList<>()).addAll(files);
    }

    private static Submission single(String file, Path folder, String text) {
        return new Submission(file, folder, text, List.of(new Part(file, 1)));
    }

    private static Submission joined(Path folder, List<Path> files) throws IOException {
        StringBuilder source = new StringBuilder();
        List<Part> parts = new ArrayList<>();
        for (Path file : files) {
            if (!source.isEmpty()) {
                source.append(source.charAt(source.length() - 1) == '\n' ? "---\n" : "\n---\n");
            }
            parts.add(new Part(
                    file.toString(),
                    1 + (int) source.chars().filter(c -> c == '\n').count()));
            source.append(Files.readString(file));
        }
        return new Submission(parts.get(0).file(), folder, source.toString(), parts);
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static ProblemException unreadable(String file, String how) {
        return new ProblemException(Problem.user(
                "file-unreadable",
                file + " " + how + ".",
                Where.path(""),
                "Name a readable file, a folder, or - in -f."));
    }
}
