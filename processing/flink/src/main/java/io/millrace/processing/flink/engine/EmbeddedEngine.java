package io.millrace.processing.flink.engine;

import io.millrace.api.PluginContext;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static final int LONGEST_NAME = 40;

    /** Of network buffers for one slot, and of them all. */
    private static final int NETWORK_MEBIBYTES = 8;

    private static final int LEAST_NETWORK_MEBIBYTES = 32;

    private final PluginContext node;
    private final Runtimes runtimes;
    private final ClassArchives archives;

    public EmbeddedEngine(PluginContext node, Runtimes runtimes) {
        this.node = node;
        this.runtimes = runtimes;
        this.archives = new ClassArchives(node);
    }

    @Override
    public boolean outlivesTheNode() {
        return false;
    }

    @Override
    public Session session(Spec spec) {
        EmbeddedSession session = new EmbeddedSession(node, spec, () -> prepare(spec));
        session.ready()
                .compose(ready -> node.vertx().executeBlocking(() -> runtimes.find(spec.environment()), false))
                .onSuccess(flink -> archives.make(flink, maker -> prepare(maker, 1, Map.of())));
        return session;
    }

    /** Makes the folders and settings of a process. Blocks. */
    private EmbeddedSession.Command prepare(Spec spec) throws IOException {
        Runtimes.Installed flink = runtimes.find(spec.environment());
        FlinkProcess process = new FlinkProcess(flink, spec.folder().resolve("process"));
        Map<String, String> configuration = new HashMap<>();
        node.objectStore("s3").ifPresent(store -> configuration.putAll(S3FileSystem.settings(store.access())));
        configuration.putAll(spec.configuration());
        prepare(process, spec.slots(), configuration);
        List<String> flags = new ArrayList<>(archives.flags(process));
        flags.addAll(JavaOptions.of(spec.configuration()));
        return new EmbeddedSession.Command(
                processName(spec.name()),
                process.command(spec.memory().bytes(), flags),
                process.environment(),
                process.folder(),
                "Flink " + flink.version());
    }

    private static void prepare(FlinkProcess process, int slots, Map<String, String> configuration) throws IOException {
        Folders.remove(process.folder()); // of a process before
        Files.createDirectories(process.temporary());
        Files.createDirectories(process.upload());
        Map<String, Object> settings = new TreeMap<>(settings(process, slots));
        settings.putAll(configuration);
        Path file = process.folder().resolve("config.yaml");
        // There are secrets among them.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // YAML's own notation of a map: JSON.
        Files.writeString(file, new JsonObject(settings).encodePrettily());
    }

    private static Map<String, String> settings(FlinkProcess process, int slots) {
        int network = Math.max(LEAST_NETWORK_MEBIBYTES, NETWORK_MEBIBYTES * slots);
        Map<String, String> settings = new HashMap<>();
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.bind-address", "127.0.0.1");
        settings.put("rest.port", "0");
        settings.put("rest.bind-port", "0");
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.host", "127.0.0.1");
        settings.put("taskmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        settings.put("taskmanager.memory.managed.size", "64m");
        settings.put("taskmanager.memory.network.min", network + "m");
        settings.put("taskmanager.memory.network.max", network + "m");
        settings.put("io.tmp.dirs", process.temporary().toString());
        settings.put("web.tmpdir", process.temporary().toString());
        settings.put("web.upload.dir", process.upload().toString());
        settings.put("web.submit.enable", "true");
        return settings;
    }

    private static String processName(String application) {
        return "flink-" + application.substring(0, Math.min(LONGEST_NAME, application.length())) + "-"
                + Integer.toHexString(application.hashCode());
    }
}
