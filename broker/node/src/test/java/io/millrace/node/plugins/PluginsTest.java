package io.millrace.node.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Plugin;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.connector.SinkType;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Running;
import io.millrace.api.problem.ProblemException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

    /** A sink whose effect tells the version of a library and whether the context class loader is the plugin's. */
    private static final String SINK_PLUGIN = """
            package PACKAGE;
            import io.millrace.api.Plugin;
            import io.millrace.api.connector.*;
            import io.millrace.api.feed.RecordHandler;
            import java.util.List;
            public class ThePlugin implements Plugin, SinkType<ThePlugin.Settings> {
                public record Settings() {}
                public String name() { return "NAME"; }
                public List<ConnectorType<?>> connectors() { return List.of(this); }
                public List<String> classNames() { return List.of("CLASS"); }
                public Class<Settings> settings() { return Settings.class; }
                public RecordHandler open(Settings settings, ConnectorContext context) {
                    return delivery -> {
                        throw new IllegalStateException("inside " + inside());
                    };
                }
                public String rewindEffect(Settings settings) { return library.Version.NUMBER + " inside " + inside(); }
                private boolean inside() {
                    return Thread.currentThread().getContextClassLoader() == ThePlugin.class.getClassLoader();
                }
            }
            """;

    @TempDir
    private Path home;

    private Path plugins;

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectories(home.resolve("plugins"));
    }

    @Test
    void keepsTwoVersionsOfALibraryApart() throws IOException {
        sink("first", "First", "first.plugin", 1).writeTo(plugins.resolve("first"), "first");
        sink("second", "Second", "second.plugin", 2).writeTo(plugins.resolve("second"), "second");

        try (Plugins loaded = Plugins.load(Optional.of(plugins), List.of())) {
            assertThat(loaded.connectors())
                    .extracting(PluginsTest::effect)
                    .containsExactly("1 inside true", "2 inside true");
        }
    }

    @Test
    void setsTheContextClassLoaderInWhatAPluginMakes() throws IOException {
        sink("first", "First", "first.plugin", 1).writeTo(plugins.resolve("first"), "first");
        ClassLoader outside = Thread.currentThread().getContextClassLoader();

        try (Plugins loaded = Plugins.load(Optional.of(plugins), List.of())) {
            SinkType<?> sink = (SinkType<?>) loaded.connectors().get(0);

            assertThatThrownBy(() -> sink.open(null, null).deliver(null)).hasMessage("inside true");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(outside);
            assertThat(loaded.connectors()).contains(sink);
        }
    }

    @Test
    void hidesTheNodesLibrariesFromAPlugin() throws IOException {
        new PluginJar().with("nosy.ThePlugin", """
                        package nosy;
                        public class ThePlugin implements io.millrace.api.Plugin {
                            public String name() { return com.fasterxml.jackson.databind.ObjectMapper.class.getName(); }
                        }
                        """).service("nosy.ThePlugin").writeTo(plugins.resolve("nosy"), "nosy");

        assertThatThrownBy(() -> Plugins.load(Optional.of(plugins), List.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nosy.jar")
                .hasMessageContaining("ObjectMapper");
    }

    @Test
    void refusesDoubledPluginsAndConnectorsNamingBothJars() throws IOException {
        sink("one", "Same", "a.plugin", 1).writeTo(plugins.resolve("a"), "a");
        sink("one", "Same", "b.plugin", 1).writeTo(plugins.resolve("b"), "b");
        sink("other", "Same", "c.plugin", 1).writeTo(plugins.resolve("c"), "c");

        assertThatThrownBy(() -> Plugins.load(Optional.of(plugins), List.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problems())
                                .hasSize(2)
                                .allSatisfy(
                                        problem -> assertThat(problem.code()).isEqualTo("doubled-plugin"))
                                .satisfiesExactly(
                                        plugin -> assertThat(plugin.what())
                                                .contains("plugin one")
                                                .contains("a.jar")
                                                .contains("b.jar"),
                                        connector -> assertThat(connector.what())
                                                .contains("connector.class Same")
                                                .contains("a.jar")
                                                .contains("c.jar")));
    }

    @Test
    void refusesAKindOfTheNodeItself() {
        Plugin usurper = new Plugin() {
            @Override
            public String name() {
                return "usurper";
            }

            @Override
            public List<Kind<?>> kinds() {
                return List.of(new TopicAgain());
            }
        };

        assertThatThrownBy(() -> Plugins.load(Optional.empty(), List.of(usurper)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("kind Topic is provided twice: by the node itself");
    }

    @Test
    void refusesEveryBrokenPluginAtOnce() throws IOException {
        Files.createDirectories(plugins.resolve("empty"));
        new PluginJar()
                .with("a.Thing", "package a; class Thing {}")
                .writeTo(plugins.resolve("no-service"), "no-service");
        new PluginJar()
                .with("a.Thing", "package a; class Thing {}")
                .service("a.Missing")
                .writeTo(plugins.resolve("missing"), "missing");
        new PluginJar().with("a.Throws", """
                        package a;
                        public class Throws implements io.millrace.api.Plugin {
                            public Throws() { throw new IllegalStateException("out of order"); }
                            public String name() { return "throws"; }
                        }
                        """).service("a.Throws").writeTo(plugins.resolve("throws"), "throws");

        assertThatThrownBy(() -> Plugins.load(Optional.of(plugins), List.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(problem -> problem.code() + " " + problem.what())
                                .satisfiesExactly(
                                        empty -> assertThat(empty)
                                                .contains("broken-plugin")
                                                .contains("no jar in it"),
                                        missing -> assertThat(missing).contains("a.Missing"),
                                        noService -> assertThat(noService)
                                                .contains("no-service")
                                                .contains("no jar in it"),
                                        thrower -> assertThat(thrower)
                                                .contains("throws")
                                                .contains("out of order")));
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> Plugins.load(Optional.of(home.resolve("nowhere")), List.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nowhere");
    }

    private static PluginJar sink(String name, String connectorClass, String packageName, int version) {
        String source = SINK_PLUGIN
                .replace("PACKAGE", packageName)
                .replace("NAME", name)
                .replace("CLASS", connectorClass);
        return new PluginJar()
                .with(packageName + ".ThePlugin", source)
                .with(
                        "library.Version",
                        "package library; public class Version { public static int NUMBER = " + version + "; }")
                .service(packageName + ".ThePlugin");
    }

    private static String effect(ConnectorType<?> connector) {
        return ((SinkType<?>) connector).rewindEffect(null);
    }

    /** Never started. */
    private static final class TopicAgain implements Kind<String> {
        @Override
        public String name() {
            return "Topic";
        }

        @Override
        public Class<String> settings() {
            return String.class;
        }

        @Override
        public Future<Running> start(DeploymentContext<String> context) {
            throw new AssertionError("never started");
        }
    }
}
