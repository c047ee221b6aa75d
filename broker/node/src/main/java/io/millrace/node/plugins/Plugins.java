package io.millrace.node.plugins;

import io.millrace.api.Pages;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.connector.ConnectorType;
import io.millrace.api.deployment.Kind;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a node, loaded once at start on the start thread. What it hands out sets the context class loader around
 * every call. Closing it closes their jars; nothing of a plugin may run any more then.
 */
public final class Plugins implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** The node's own kinds, which a plugin cannot replace. */
    private static final List<String> OWN_KINDS = List.of("Topic", "Connector");

    private static final List<String> OWN_PATHS = List.of("v1", "health", "ready", "metrics");

    /** Each with where it came from. */
    private final Map<Plugin, String> plugins = new LinkedHashMap<>();

    private final List<String> names = new ArrayList<>();
    private final List<Kind<?>> kinds = new ArrayList<>();
    private final List<ConnectorType<?>> connectors = new ArrayList<>();
    private final List<ObjectStore> stores = new ArrayList<>();
    private final List<Pages> pages = new ArrayList<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    /** Where each plugin, kind and connector class came from, to name both when there are two. */
    private final Map<String, String> origins = new HashMap<>();

    private Plugins() {
        OWN_KINDS.forEach(kind -> origins.put("kind " + kind, "the node itself"));
        OWN_PATHS.forEach(path -> origins.put("path /" + path + "/", "the node itself"));
    }

    /**
     * Loads the plugins of a folder and takes those that are given.
     *
     * @param folder its sub-folders are one plugin each; empty when there is none
     * @param given plugins of the class path, for a node inside another program
     * @throws ProblemException naming every plugin that is broken or doubled
     */
    public static Plugins load(Optional<Path> folder, List<Plugin> given) {
        Plugins plugins = new Plugins();
        given.forEach(plugins::register);
        folder.ifPresent(plugins::loadAll);
        if (!plugins.problems.isEmpty()) {
            plugins.close();
            throw new ProblemException(plugins.problems);
        }
        return plugins;
    }

    /**
     * Tells all plugins where they are.
     *
     * @param contexts by the folder that a plugin's jar is in
     * @throws ProblemException naming the plugin that cannot be started
     */
    public void start(Function<Path, PluginContext> contexts) {
        plugins.forEach((plugin, origin) -> {
            try {
                plugin.start(contexts.apply(Path.of(origin).toAbsolutePath().getParent()));
            } catch (ProblemException told) {
                throw told;
            } catch (RuntimeException | LinkageError thrown) {
                throw new ProblemException(broken(origin, reason(thrown)), thrown);
            }
        });
    }

    /** Names of all plugins, in the order they were loaded. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** All kinds of all plugins. */
    public List<Kind<?>> kinds() {
        return Collections.unmodifiableList(kinds);
    }

    /** All connector classes of all plugins. */
    public List<ConnectorType<?>> connectors() {
        return Collections.unmodifiableList(connectors);
    }

    /** All object stores of all plugins. */
    public List<ObjectStore> stores() {
        return Collections.unmodifiableList(stores);
    }

    /** All pages of all plugins. */
    public List<Pages> pages() {
        return Collections.unmodifiableList(pages);
    }

    @Override
    public void close() {
        for (PluginClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException leftOpen) {
                LOG.atWarn()
                        .setCause(leftOpen)
                        .addKeyValue("plugin", loader.getName())
                        .log("Jars stay open");
            }
        }
    }

    private void loadAll(Path folder) {
        try {
            sorted(folder, Files::isDirectory).forEach(this::loadFolder);
        } catch (IOException unreadable) {
            problems.add(Problem.user(
                    "no-plugins",
                    "The plugins' folder " + folder + " cannot be read.",
                    Where.path(folder.toString()),
                    "Check that it is there and can be read."));
        }
    }

    private void loadFolder(Path folder) {
        int before = problems.size();
        boolean found = false;
        ClassLoader outside = Thread.currentThread().getContextClassLoader();
        try {
            PluginClassLoader loader = new PluginClassLoader(
                    String.valueOf(folder.getFileName()), jarsOf(folder), Plugins.class.getClassLoader());
            loaders.add(loader);
            Thread.currentThread().setContextClassLoader(loader);
            for (Plugin plugin : ServiceLoader.load(Plugin.class, loader)) {
                found = true;
                register(plugin);
            }
        } catch (IOException | ServiceConfigurationError | LinkageError notLoaded) {
            problems.add(broken(folder.toString(), reason(notLoaded)));
        } finally {
            Thread.currentThread().setContextClassLoader(outside);
        }
        if (!found && problems.size() == before) {
            problems.add(broken(folder.toString(), "no jar in it names a plugin"));
        }
    }

    private static URL[] jarsOf(Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : sorted(folder, path -> path.toString().endsWith(".jar"))) {
            jars.add(jar.toUri().toURL());
        }
        return jars.toArray(URL[]::new);
    }

    /** By name, so that every start finds the same first. */
    private static List<Path> sorted(Path folder, DirectoryStream.Filter<Path> filter) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, filter)) {
            all.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    private void register(Plugin plugin) {
        String origin = originOf(plugin);
        Crossing crossing = new Crossing(plugin.getClass().getClassLoader(), Plugins.class.getClassLoader());
        try {
            if (!claim("plugin " + plugin.name(), origin)) {
                return;
            }
            names.add(plugin.name());
            plugins.put(crossing.carryPlugin(plugin), origin);
            for (Kind<?> kind : plugin.kinds()) {
                claim("kind " + kind.name(), origin);
                kinds.add(crossing.carry(kind));
            }
            for (ConnectorType<?> connector : plugin.connectors()) {
                connector.classNames().forEach(name -> claim("connector.class " + name, origin));
                connectors.add(crossing.carry(connector));
            }
            for (ObjectStore store : plugin.objectStores()) {
                claim("object store for " + store.scheme() + ": URIs", origin);
                stores.add(crossing.carry(store));
            }
            for (Pages page : plugin.pages()) {
                claim("path /" + page.path() + "/", origin);
                pages.add(crossing.carry(page));
            }
            LOG.atInfo().addKeyValue("plugin", plugin.name()).log("Plugin loaded from {}", origin);
        } catch (RuntimeException | LinkageError thrown) {
            problems.add(broken(origin, reason(thrown)));
        }
    }

    /** @return false when somebody else has it, which has then been reported */
    private boolean claim(String what, String origin) {
        String other = origins.putIfAbsent(what, origin);
        if (other != null) {
            problems.add(Problem.user(
                    "doubled-plugin",
                    "The " + what + " is provided twice: by " + other + " and by " + origin + ".",
                    Where.path(origin),
                    "Remove one of them."));
        }
        return other == null;
    }

    private static Problem broken(String origin, String why) {
        return Problem.user(
                "broken-plugin",
                "The plugin in " + origin + " cannot be used: " + why + ".",
                Where.path(origin),
                "Replace it with a whole one made for this version, or remove it.");
    }

    /** The jar that the plugin's class came from. */
    private static String originOf(Plugin plugin) {
        CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return plugin.getClass().getName();
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException odd) {
            return source.getLocation().getPath();
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root instanceof ServiceConfigurationError && message != null ? message : root.toString();
    }
}
