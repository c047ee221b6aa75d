package io.millrace.dist;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What lies where in the assembled folder. */
class DistributionIT {

    private static final Path HOME = Path.of("target", "millrace");

    /** Given by the node to every plugin; a copy in a plugin's folder would never be loaded, or worse. */
    private static final String GIVEN_BY_THE_NODE =
            "(millrace-(api|node|cli|testkit)|vertx-.*|netty-.*|slf4j-.*|log4j-.*)";

    @Test
    void hasOneVersionOfEachLibrary() throws IOException {
        for (Path folder : jarFolders()) {
            Map<String, List<String>> versions = jars(folder).stream()
                    .collect(groupingBy(
                            DistributionIT::library, TreeMap::new, mapping(DistributionIT::version, toList())));
            assertThat(versions)
                    .as(folder.toString())
                    .isNotEmpty()
                    .allSatisfy((library, found) -> assertThat(found).hasSize(1));
        }
    }

    @Test
    void pluginsBringNothingThatTheNodeGives() throws IOException {
        for (Path plugin : list(HOME.resolve("plugins"))) {
            assertThat(jars(plugin))
                    .as(plugin + ": give these scope 'provided' in its pom")
                    .noneMatch(jar -> library(jar).matches(GIVEN_BY_THE_NODE));
        }
    }

    @Test
    void eachPluginFolderHoldsOnePlugin() throws IOException {
        for (Path folder : list(HOME.resolve("plugins"))) {
            int plugins = 0;
            for (String jar : jars(folder)) {
                try (JarFile file = new JarFile(folder.resolve(jar).toFile())) {
                    plugins += file.getEntry("META-INF/services/io.millrace.api.Plugin") == null ? 0 : 1;
                }
            }
            assertThat(plugins).as(folder.toString()).isEqualTo(1);
        }
    }

    @Test
    void everyModuleThatIsAPluginIsThere() throws IOException {
        try (var files = Files.find(
                Path.of(".."),
                8,
                (path, file) -> path.endsWith("src/main/resources/META-INF/services/io.millrace.api.Plugin"))) {
            List<String> modules = files.map(
                            file -> Path.of("..").relativize(file).getName(1).toString())
                    .toList();
            assertThat(list(HOME.resolve("plugins")))
                    .extracting(folder -> folder.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(modules);
        }
    }

    private static List<Path> jarFolders() throws IOException {
        List<Path> folders = new ArrayList<>(list(HOME.resolve("plugins")));
        folders.add(HOME.resolve("lib"));
        return folders;
    }

    private static List<String> jars(Path folder) throws IOException {
        return list(folder).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The artifact of {@code jackson-core-2.22.4.jar}. */
    private static String library(String jar) {
        return jar.replaceFirst("-\\d.*", "");
    }

    private static String version(String jar) {
        return jar.substring(library(jar).length());
    }
}
