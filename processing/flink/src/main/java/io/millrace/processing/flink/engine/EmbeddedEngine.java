package io.millrace.processing.flink.engine;

import io.millrace.api.PluginContext;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flink in a process of its own for each application: what one does to its process concerns no other. The process has a cluster
 * with as many slots as the application needs, and its REST API on a free port of the loopback interface.
 */
public final class EmbeddedEngine implements Engine {

    private static final String MAIN = "io.millrace.processing.flink.runtime.Main";

    /** What a program may need of the node's own variables. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "AWS_REGION", "AWS_PROFILE");

    /** Source: env.java.opts.all of the config.yaml in Flink's own distribution, for Java 17. */
    private static final List<String> OPENED = List.of(
            "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    private static final int LONGEST_NAME = 40;

    /** Of network buffers for one slot, and of them all. */
    private static final int NETWORK_MEBIBYTES = 8;

    private static final int LEAST_NETWORK_MEBIBYTES = 32;

    private final PluginContext node;
    private final Runtimes runtimes;

    public EmbeddedEngine(PluginContext node, Runtimes runtimes) {
        this.node = node;
        this.runtimes = runtimes;
    }

    @Override
    public boolean outlivesTheNode() {
        return false;
    }

    @Override
    public Session session(Spec spec) {
        return new EmbeddedSession(node, spec, () -> prepare(spec));
    }

    /** Makes the folders and settings of a process. Blocks. */
    private EmbeddedSession.Command prepare(Spec spec) throws IOException {
        Runtimes.Installed flink = runtimes.find(spec.environment());
        Path folder = spec.folder().resolve("process");
        Folders.remove(folder); // of a process before
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path upload = Files.createDirectories(folder.resolve("upload"));
        Map<String, String> settings = new TreeMap<>(settings(spec, temporary, upload));
        settings.putAll(spec.configuration());
        // YAML's own notation of a map: JSON.
        Files.writeString(folder.resolve("config.yaml"), new JsonObject(new TreeMap<>(settings)).encodePrettily());
        return new EmbeddedSession.Command(
                processName(spec.name()),
                command(spec, flink, folder, temporary),
                environment(flink),
                folder,
                "Flink " + flink.version());
    }

    private static Map<String, String> settings(Spec spec, Path temporary, Path upload) {
        int network = Math.max(LEAST_NETWORK_MEBIBYTES, NETWORK_MEBIBYTES * spec.slots());
        Map<String, String> settings = new HashMap<>();
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.bind-address", "127.0.0.1");
        settings.put("rest.port", "0");
        settings.put("rest.bind-port", "0");
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.host", "127.0.0.1");
        settings.put("taskmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(spec.slots()));
        settings.put("taskmanager.memory.managed.size", "64m");
        settings.put("taskmanager.memory.network.min", network + "m");
        settings.put("taskmanager.memory.network.max", network + "m");
        settings.put("io.tmp.dirs", temporary.toString());
        settings.put("web.tmpdir", temporary.toString());
        settings.put("web.upload.dir", upload.toString());
        settings.put("web.submit.enable", "true");
        return settings;
    }

    private static List<String> command(Spec spec, Runtimes.Installed flink, Path folder, Path temporary) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + spec.memory().bytes(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError", // a job without memory goes on from its checkpoint in a new process
                "-XX:-UsePerfData", // a file that a killed process leaves
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlog4j2.configurationFile=millrace-log4j2.xml"));
        command.addAll(OPENED);
        command.add("-cp");
        command.add(flink.ownClasses().resolve("*")
                + File.pathSeparator
                + flink.lib().resolve("*"));
        command.add(MAIN);
        command.add(folder.toString());
        return command;
    }

    private static Map<String, String> environment(Runtimes.Installed flink) {
        Map<String, String> environment = new HashMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("LANG", "C.UTF-8");
        environment.put("FLINK_PLUGINS_DIR", flink.plugins().toString());
        return environment;
    }

    private static String processName(String application) {
        return "flink-" + application.substring(0, Math.min(LONGEST_NAME, application.length())) + "-"
                + Integer.toHexString(application.hashCode());
    }
}
