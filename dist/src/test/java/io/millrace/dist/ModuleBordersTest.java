package io.millrace.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/** Who may see whom. Reads the compiled classes of every module that lies beside this one, so a new module is covered at once. */
class ModuleBordersTest {

    private static final String[] PLUGINS = {
        "io.millrace.connectors..", "io.millrace.processing..", "io.millrace.sinks.."
    };

    private static final JavaClasses MAIN = new ClassFileImporter().importPaths(compiledModules());

    @Test
    void theApiSeesNothingButJavaVertxAndSlf4j() {
        check(classes()
                .that()
                .resideInAPackage("io.millrace.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.vertx.core..", "org.slf4j..", "io.millrace.api.."));
    }

    @Test
    void pluginsSeeOfTheProjectOnlyTheApiAndPlugins() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PLUGINS)
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace..")
                        .and(resideOutsideOfPackages(PLUGINS))
                        .and(resideOutsideOfPackages("io.millrace.api.."))));
    }

    @Test
    void pluginsDoNotSeeEachOther() {
        check(slices().matching("io.millrace.(connectors|processing|sinks).(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("io.millrace.sinks.."),
                        resideInAnyPackage("io.millrace.sinks.formats..", "io.millrace.sinks.writer..")));
    }

    @Test
    void theNodeIsNotCompiledAgainstPluginsOrTheCommandLine() {
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.node..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(PLUGINS).or(resideInAPackage("io.millrace.cli.."))));
    }

    @Test
    void theCommandLineSeesOnlyTheApi() {
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace..")
                        .and(resideOutsideOfPackages("io.millrace.cli..", "io.millrace.api.."))));
    }

    @Test
    void onlyOnePackageSeesTheClassesOfKafkasServer() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.node.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kafka..",
                        "org.apache.kafka.controller..",
                        "org.apache.kafka.coordinator..",
                        "org.apache.kafka.image..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.network..",
                        "org.apache.kafka.raft..",
                        "org.apache.kafka.security..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.snapshot..",
                        "org.apache.kafka.storage.."));
    }

    @Test
    void aPlainConsumerIsPolledByTheFeedAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.millrace.node.feed..", "io.millrace.node.kafka..")
                .and()
                .resideOutsideOfPackages("io.millrace.testkit..", "io.millrace.bench..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KafkaConsumer.class));
    }

    @Test
    void nothingSleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class));
    }

    @Test
    void onlyTheCommandLineAndMainsWriteToStandardOutput() {
        check(noClasses()
                .that()
                // What runs in Flink's processes is heard by the node.
                .resideOutsideOfPackages(
                        "io.millrace.cli..", "io.millrace.bench..", "io.millrace.processing.flink.runtime..")
                .and()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }

    private static List<Path> compiledModules() {
        List<Path> classes = new ArrayList<>();
        for (String group : List.of("broker", "connectors", "processing", "sinks")) {
            Path modules = Path.of("..", group);
            try (var paths = Files.isDirectory(modules) ? Files.list(modules) : Stream.<Path>empty()) {
                paths.map(module -> module.resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .forEach(classes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return classes;
    }
}
