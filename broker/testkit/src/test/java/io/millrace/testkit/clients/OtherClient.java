package io.millrace.testkit.clients;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Kafka client that others wrote. Each understands the same verbs, told in {@code client.js}; kcat's are turned into its flags.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are Set.of and List.of
enum OtherClient {
    KCAT(Set.of("none", "gzip", "snappy", "lz4", "zstd"), List.of("kcat", "-V"), "kcat") {
        @Override
        List<String> command(String bootstrap, String verb, String topic, Map<String, String> options) {
            List<String> command = new ArrayList<>(List.of("kcat", "-b", bootstrap, "-q", "-m", "60"));
            String format = "%p\\t%o\\t%k\\t%s\\n";
            command.addAll(
                    switch (verb) {
                        case "produce" -> List.of("-P", "-t", topic, "-K", "\\t", "-X", "message.max.bytes=" + LARGEST);
                        case "consume" -> List.of("-C", "-t", topic, "-o", "beginning", "-e", "-f", format);
                        case "join" -> List.of("-u", "-f", format, "-X", "auto.offset.reset=earliest");
                        default -> throw new IllegalArgumentException(verb);
                    });
            options.forEach((name, value) -> command.addAll(List.of("-X", name + "=" + value)));
            if (verb.equals("join")) {
                command.addAll(List.of("-G", options.get("group.id"), topic));
            }
            return command;
        }
    },
    PYTHON(
            KCAT.codecs,
            List.of("/usr/bin/python3", "-c", "import confluent_kafka"),
            "the Python module confluent_kafka") {
        @Override
        List<String> command(String bootstrap, String verb, String topic, Map<String, String> options) {
            return scripted(List.of("/usr/bin/python3", "-B", script("client.py")), bootstrap, verb, topic, options);
        }
    },
    /** The other codecs are plug-ins of its users, built for each machine. */
    KAFKAJS(Set.of("none", "gzip"), List.of("node", "-e", "require('kafkajs')"), "the Node.js module kafkajs") {
        @Override
        List<String> command(String bootstrap, String verb, String topic, Map<String, String> options) {
            return scripted(List.of("node", script("client.js")), bootstrap, verb, topic, options);
        }
    };

    private static final int LARGEST = 10 * 1024 * 1024;
    private static final Map<OtherClient, Boolean> PRESENT = new ConcurrentHashMap<>();

    private final Set<String> codecs;
    private final List<String> check;
    private final String what;

    OtherClient(Set<String> codecs, List<String> check, String what) {
        this.codecs = codecs;
        this.check = check;
        this.what = what;
    }

    /** Those of this machine; under CI=true all, or the test fails. */
    static List<OtherClient> present() {
        List<OtherClient> present =
                Arrays.stream(values()).filter(OtherClient::isPresent).toList();
        Arrays.stream(values())
                .filter(client -> present.isEmpty() || isContinuousIntegration())
                .forEach(OtherClient::require);
        return present;
    }

    /** Skips the test, or fails it under CI=true, when this client is not installed. */
    void require() {
        if (isPresent()) {
            return;
        }
        String reason = what + " is missing; ./millrace test installs it or says how";
        if (isContinuousIntegration()) {
            fail(reason);
        }
        System.out.println("skipped: " + reason);
        abort(reason);
    }

    boolean carries(String codec) {
        return codecs.contains(codec);
    }

    /** @param options librdkafka's settings, or a topic's */
    ClientProcess start(String bootstrap, String verb, String topic, Map<String, String> options) {
        return ClientProcess.start(command(bootstrap, verb, topic, options), environment());
    }

    abstract List<String> command(String bootstrap, String verb, String topic, Map<String, String> options);

    private boolean isPresent() {
        return PRESENT.computeIfAbsent(this, OtherClient::runs);
    }

    private boolean runs() {
        ProcessBuilder builder = new ProcessBuilder(check).redirectErrorStream(true);
        builder.environment().putAll(environment());
        try {
            Process process = builder.start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Where the launcher has put kafkajs: it says so itself; without it, where it did so last. */
    private static Map<String, String> environment() {
        String told = System.getenv("NODE_PATH");
        return Map.of(
                "NODE_PATH", told != null ? told : new File("../../target/clients/node_modules").getAbsolutePath());
    }

    private static boolean isContinuousIntegration() {
        return "true".equals(System.getenv("CI"));
    }

    private static String script(String name) {
        try {
            return Path.of(OtherClient.class.getResource(name).toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> scripted(
            List<String> program, String bootstrap, String verb, String topic, Map<String, String> options) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(bootstrap, verb, topic));
        options.forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }
}
