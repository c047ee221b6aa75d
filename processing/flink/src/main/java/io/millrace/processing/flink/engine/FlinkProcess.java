package io.millrace.processing.flink.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a process with a cluster in it is run.
 *
 * @param flink what it runs
 * @param folder its own, with Flink's {@code config.yaml}
 */
record FlinkProcess(Runtimes.Installed flink, Path folder) {

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

    /** A Java machine that is told of two collectors does not start. */
    private static final String COLLECTOR = "-XX:\\+Use\\w+GC";

    Path temporary() {
        return folder.resolve("tmp");
    }

    Path upload() {
        return folder.resolve("upload");
    }

    /**
     * @param heapBytes at most
     * @param flags for the Java machine, which count more than what it is told otherwise
     * @param arguments for the main class, after the folder
     */
    List<String> command(long heapBytes, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapBytes,
                "-XX:+ExitOnOutOfMemoryError", // a job without memory goes on from its checkpoint in a new process
                "-XX:-UsePerfData", // a file that a killed process leaves
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary(),
                "-Daws.java.v1.disableDeprecationAnnouncement=true", // Flink's own file system of objects has it
                "-Dlog4j2.configurationFile=millrace-log4j2.xml"));
        command.addAll(OPENED);
        if (flags.stream().noneMatch(flag -> flag.matches(COLLECTOR))) {
            command.add("-XX:+UseSerialGC");
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), MAIN, folder.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    String classPath() {
        return flink.ownClasses().resolve("*")
                + File.pathSeparator
                + flink.lib().resolve("*");
    }

    Map<String, String> environment() {
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
}
