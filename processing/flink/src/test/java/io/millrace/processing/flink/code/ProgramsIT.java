package io.millrace.processing.flink.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.processing.flink.FlinkPlugin;
import io.millrace.processing.flink.engine.RuntimeEnvironment;
import io.millrace.processing.flink.engine.Runtimes;
import io.millrace.testkit.node.PluginHost;
import io.vertx.core.Future;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as Flink itself unpacks and calls them, in processes of their own. */
class ProgramsIT {

    private static final RuntimeEnvironment NEWEST =
            RuntimeEnvironment.parse("FLINK-2_3").orElseThrow();

    /** Does what Flink does with an uploaded jar, as far as the main method. */
    private static final String CALLER = """
            package probe;
            import java.io.File;
            import org.apache.flink.client.program.PackagedProgram;
            public class Caller {
                public static void main(String[] arguments) throws Exception {
                    try (PackagedProgram program = PackagedProgram.newBuilder()
                            .setJarFile(new File(arguments[0])).setEntryPointClassName(arguments[1]).build()) {
                        Thread.currentThread().setContextClassLoader(program.getUserCodeClassLoader());
                        program.invokeInteractiveModeForExecution();
                    }
                }
            }
            """;

    private static final String MAIN = """
            package demo;
            import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
            import java.util.*;
            public class Job {
                public static void main(String[] arguments) throws Exception {
                    Map<String, Properties> groups = KinesisAnalyticsRuntime.getApplicationProperties();
                    System.out.println("topic=" + groups.get("Input0").getProperty("topic"));
                    System.out.println("prefixes=" + groups.get("Input0").getProperty("transactional.id.prefix")
                            + "," + groups.get("Output0").getProperty("transactional.id.prefix"));
                    System.out.println("file=" + KinesisAnalyticsRuntime
                            .getApplicationProperties("/etc/flink/application_properties.json").keySet());
                    System.out.println("library=" + library.Words.greeting());
                    try (Scanner words = new Scanner(Job.class.getResourceAsStream("/words.txt"))) {
                        System.out.println("resource=" + words.nextLine());
                    }
                    System.out.println("services=" + ServiceLoader.load(Runnable.class).findFirst().isPresent());
                    groups.get("None");
                }
            }
            """;

    @TempDir
    private Path folder;

    private PluginHost host;
    private Runtimes runtimes;
    private Programs programs;

    @BeforeEach
    void start() {
        host = new PluginHost(folder.resolve("data"), FlinkPlugin.class);
        runtimes = new Runtimes(host.home().resolve("flink"));
        programs = new Programs(host, runtimes);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void givesAProgramItsLibrariesResourcesAndPropertyGroups() throws Exception {
        Path library = new UserJar(folder).classes(Map.of("library.Words", """
                        package library;
                        public class Words {
                            public static String greeting() { return "hello from a jar in a jar"; }
                        }
                        """)).write("words.jar");
        Path jar = new UserJar(folder)
                .mainClass("demo.Job")
                .against(library)
                .classes(Map.of(
                        "demo.Job", MAIN,
                        "demo.Service",
                                "package demo; public class Service implements Runnable { public void run() {} }",
                        // What Amazon's library does, or any other that an application brings.
                        "com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime", """
                                package com.amazonaws.services.kinesisanalytics.runtime;
                                public class KinesisAnalyticsRuntime {
                                    public static java.util.Map<String, java.util.Properties> getApplicationProperties() {
                                        return java.util.Map.of();
                                    }
                                    public static java.util.Map<String, java.util.Properties> getApplicationProperties(String file) {
                                        return java.util.Map.of();
                                    }
                                }
                                """))
                .entry("words.txt", "first word\n")
                .entry("META-INF/services/java.lang.Runnable", "demo.Service\n")
                .nested("lib/words.jar", library)
                .write("job.jar");
        Code code = code(
                jar,
                null,
                Map.of("Input0", Map.of("topic", "quakes"), "Output0", Map.of("transactional.id.prefix", "mine")));

        assertThat(await(programs.problems(code, NEWEST, false))).isEmpty();
        Programs.Packed packed = await(programs.pack(code, NEWEST, folder.resolve("application")));

        assertThat(packed.entryClass()).isEqualTo("demo.Job");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(packed.jar())))
                .isEqualTo("rw-------");
        assertThat(call(packed))
                .contains(
                        "topic=quakes",
                        "prefixes=millrace.test.flink.job.Input0,mine",
                        "file=[Input0, Output0]",
                        "library=hello from a jar in a jar",
                        "resource=first word",
                        "services=true")
                .anyMatch(line -> line.contains("there is no such property group"));
    }

    @Test
    void namesTheClassesThatNobodyHasAndTheRuntimeThatHasThem() throws Exception {
        Path flink120 = new UserJar(folder)
                .classes(Map.of(
                        "org.apache.flink.api.connector.sink2.TwoPhaseCommittingSink",
                        "package org.apache.flink.api.connector.sink2; public interface TwoPhaseCommittingSink {}",
                        "org.apache.flink.api.connector.sink2.StatefulSink",
                        "package org.apache.flink.api.connector.sink2; public interface StatefulSink {}",
                        "org.apache.flink.api.java.utils.ParameterTool",
                        """
                        package org.apache.flink.api.java.utils;
                        public class ParameterTool { public static ParameterTool fromArgs(String[] a) { return null; } }
                        """))
                .write("flink-1.20.jar");
        Map<String, String> sources = Map.of(
                "vendor.sink.OldSink", """
                package vendor.sink;
                import org.apache.flink.api.connector.sink2.*;
                public class OldSink implements TwoPhaseCommittingSink, StatefulSink {}
                """,
                "vendor.sink.Optional", """
                package vendor.sink;
                public class Optional {
                    public Object ifThere() { return org.apache.flink.api.java.utils.ParameterTool.fromArgs(null); }
                }
                """,
                "demo.Dead", "package demo; public class Dead { Object sink = new vendor.sink.OldSink(); }",
                "demo.Alive", """
                package demo;
                public class Alive { public static void main(String[] a) { new vendor.sink.Optional(); new vendor.sink.OldSink(); } }
                """,
                "demo.Fine", """
                package demo;
                public class Fine { public static void main(String[] a) { new vendor.sink.Optional(); } }
                """,
                "demo.Own", """
                package demo;
                public class Own {
                    public static void main(String[] a) { org.apache.flink.api.java.utils.ParameterTool.fromArgs(a); }
                }
                """);
        Path jar = new UserJar(folder).against(flink120).classes(sources).write("job.jar");

        assertThat(problems(jar, "demo.Fine")).isEmpty();
        assertThat(problems(jar, "demo.Alive"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(
                                "codeUri: job.jar refers to org.apache.flink.api.connector.sink2.TwoPhaseCommittingSink,"
                                        + " org.apache.flink.api.connector.sink2.StatefulSink,"
                                        + " org.apache.flink.api.java.utils.ParameterTool, which are neither in it nor in Flink 2.3.0.")
                        .contains("Set runtimeEnvironment: FLINK-1_20, which has them"));
        assertThat(problems(jar, "demo.Own")).extracting(Problem::code).containsExactly("classes-missing");
    }

    @Test
    void saysThatAConnectorBelongsInTheJar() throws Exception {
        Path connector = new UserJar(folder)
                .classes(Map.of(
                        "org.apache.flink.connector.kafka.source.KafkaSource",
                        "package org.apache.flink.connector.kafka.source; public class KafkaSource {}"))
                .write("connector.jar");
        Path jar = new UserJar(folder)
                .against(connector)
                .classes(Map.of("demo.Job", """
                        package demo;
                        public class Job {
                            public static void main(String[] a) { new org.apache.flink.connector.kafka.source.KafkaSource(); }
                        }
                        """))
                .write("job.jar");
        assertThat(problems(jar, "demo.Job"))
                .extracting(Problem::mend)
                .containsExactly("Build the jar with its dependencies in it: connectors are no part of Flink.");
        assertThat(await(programs.problems(code(jar, "demo.Job", Map.of()), NEWEST, true)))
                .as("a cluster may have the connector")
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoProgram() throws Exception {
        Path jar = new UserJar(folder)
                .classes(Map.of(
                        "demo.Job", "package demo; public class Job { public static void main(String[] a) {} }",
                        "demo.Child", "package demo; public class Child extends Job {}",
                        "demo.Other", "package demo; public class Other {}"))
                .write("job.jar");
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

        assertThat(problems(text, null)).extracting(Problem::code).containsExactly("code-corrupt");
        assertThat(problems(jar, null)).extracting(Problem::code).containsExactly("missing-setting");
        assertThat(problems(jar, "demo.Jobb"))
                .extracting(Problem::toString)
                .containsExactly("entryClass: the class demo.Jobb is not in job.jar. Write demo.Job.");
        assertThat(problems(jar, "demo.Other"))
                .extracting(Problem::what)
                .containsExactly("the class demo.Other has no method public static void main(String[]).");
        assertThat(problems(jar, "demo.Child")).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithAScriptAtItsLines() throws Exception {
        Path script = Files.writeString(folder.resolve("quakes.sql"), """
                CREATE TABLE quakes (id STRING, mag DOUBLE) WITH (
                  'connector' = 'kafka', 'topic' = 'quakes', 'format' = 'json',
                  'properties.bootstrap.servers' = '${millrace:bootstrapServers}', 'scan.startup.mode' = 'earliest-offset');
                CREATE TABLE files (id STRING, mag DOUBLE) WITH (
                  'connector' = 'filesystem', 'path' = 's3://quakes/strong', 'format' = 'parquet');
                INSERT INTO files SELECT id, magnitude FROM quakes;
                INSERT INTO files SELECT id, mag FROM quakes WHERE mag >= 4.5;
                """);
        assertThat(await(programs.problems(script(script), NEWEST, false)))
                .extracting(Problem::toString)
                .containsExactly("quakes.sql:6:30: Column 'magnitude' not found in any table.");
    }

    private List<Problem> problems(Path jar, String entryClass) throws Exception {
        return await(programs.problems(code(jar, entryClass, Map.of()), NEWEST, false));
    }

    private static Code code(Path jar, String entryClass, Map<String, Map<String, String>> groups) {
        return new Code(
                UserJar.artifact(jar), entryClass, null, List.of(), groups, "millrace.test.flink.job", Map.of());
    }

    private static Code script(Path script) {
        return new Code(
                null,
                null,
                UserJar.artifact(script),
                List.of(),
                Map.of(),
                "millrace.test.flink.job",
                Map.of("bootstrapServers", () -> "127.0.0.1:9092"));
    }

    /** What the program says. */
    private List<String> call(Programs.Packed packed) throws Exception {
        Path lib = runtimes.find(NEWEST).lib();
        Path caller = new UserJar(folder)
                .againstAll(lib)
                .classes(Map.of("probe.Caller", CALLER))
                .write("caller.jar");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.level=WARN",
                        "-cp",
                        caller + File.pathSeparator + lib + "/*",
                        "probe.Caller",
                        packed.jar().toString(),
                        packed.entryClass())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
        return said;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
