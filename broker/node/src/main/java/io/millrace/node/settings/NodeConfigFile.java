package io.millrace.node.settings;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.NodeConfig;
import io.millrace.node.kafka.EmbeddedKafka;
import io.millrace.node.settings.Schema.Declaration;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code millrace.yaml}. Blocks on the disk. */
public final class NodeConfigFile {

    /** What problems of an override name as their file. */
    private static final String OVERRIDE = "--set";

    private NodeConfigFile() {}

    /**
     * @param file null for a node without a file
     * @param overrides values by dotted path ({@code kafka.port}), as given on the command line; they win over the file
     * @throws ProblemException with everything that is wrong, in the file and in the overrides
     */
    public static NodeConfig load(Path file, Map<String, String> overrides) {
        List<Problem> problems = new ArrayList<>();
        Mapping tree = file == null
                ? Mapping.empty(Mark.of(new Where("", 0, 0, "")))
                : read(file, problems).tree();
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            tree = set(tree, Schema.of(NodeConfig.class), override.getKey(), override.getValue());
        }
        References references = new References(System.getenv(), Map.of(), References.Artifacts.NONE);
        Bound<NodeConfig> bound = new SettingsBinder(references, null)
                .bind(new Document(tree, ""), Set.of(), binding -> {
                    NodeConfig config = binding.bind(NodeConfig.class);
                    if (config != null) {
                        KnownKeys.CLIENTS.check(
                                config.kafka().client(), binding.at("kafka").at("client"), "");
                        checkServer(config.kafka().server(), binding.at("kafka").at("server"));
                    }
                    return config;
                });
        problems.addAll(bound.problems());
        if (!problems.isEmpty()) {
            throw new ProblemException(Documents.inOrder(problems));
        }
        return bound.settings();
    }

    private static void checkServer(Map<String, String> server, Binding at) {
        if (server.isEmpty()) {
            return;
        }
        Map<String, String> users = new LinkedHashMap<>();
        server.forEach((name, value) -> {
            String instead = EmbeddedKafka.ownedSettings().get(name);
            if (instead != null) {
                at.report(
                        name,
                        Problem.user("owned-setting", name + " is set by the node.", null, "Write " + instead + "."));
            } else if (!EmbeddedKafka.isOpenSetting(name)) {
                users.put(name, value);
            }
        });
        KnownKeys.of("Kafka's broker", EmbeddedKafka.settingNames()).check(users, at, "");
    }

    private static Document read(Path file, List<Problem> problems) {
        Documents read = Documents.read(text(file), file.toString());
        problems.addAll(read.problems());
        if (read.documents().size() > 1) {
            problems.add(Problem.user(
                    "several-documents",
                    "the node's file has more than one document.",
                    read.documents().get(1).where(""),
                    "Remove the line ---."));
        }
        return read.documents().isEmpty()
                ? Document.of(new JsonObject(), new Where(file.toString(), 0, 0, ""))
                : read.documents().get(0);
    }

    private static String text(Path file) {
        Where where = new Where(file.toString(), 0, 0, "");
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ProblemException(
                    Problem.user("missing-file", "there is no such file.", where, "Correct the path."), missing);
        } catch (CharacterCodingException notText) {
            throw new ProblemException(
                    Problem.user("yaml", "the file is not UTF-8 text.", where, "Save it as UTF-8."), notText);
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.user(
                            "missing-file",
                            "the file cannot be read: " + unreadable.getMessage() + ".",
                            where,
                            "Let the user of the node read it."),
                    unreadable);
        }
    }

    /** The tree with one value set; in a map of foreign settings the rest of the path is one key. */
    private static Mapping set(Mapping tree, Schema schema, String path, String value) {
        Mark mark = new Mark(OVERRIDE, 0, 0, 0, 0);
        for (Declaration declaration : schema == null ? List.<Declaration>of() : schema.settings()) {
            String name = declaration.name();
            Class<?> type = declaration.rawType();
            if (path.startsWith(name + ".") && (Schema.isSettings(type) || type == Map.class)) {
                Entry entry = tree.entries().get(name);
                Mapping inner = entry != null && entry.value() instanceof Mapping there ? there : Mapping.empty(mark);
                Schema innerSchema = type == Map.class ? null : Schema.of(type);
                Mapping changed = set(inner, innerSchema, path.substring(name.length() + 1), value);
                return tree.with(new Entry(name, entry == null ? mark : entry.keyMark(), changed));
            }
        }
        return tree.with(new Entry(path, mark, new Scalar(value, Form.TEXT, mark)));
    }
}
