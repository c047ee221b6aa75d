package io.millrace.node.plugins;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Classes of one plugin: its own jars first, then the JDK. Of the node it sees only the packages that both must share, so that
 * two plugins may carry two versions of a library and neither meets the node's.
 *
 * <p>Resources are the plugin's own, then the JDK's, never the node's: a service file on the node's class path does not
 * concern a plugin.
 */
final class PluginClassLoader extends URLClassLoader {

    private static final List<String> SHARED =
            List.of("java.", "javax.", "jdk.", "org.slf4j.", "io.vertx.", "io.millrace.api.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader node;

    /** @param node the loader of the shared packages */
    PluginClassLoader(String name, URL[] jars, ClassLoader node) {
        super(name, jars, getPlatformClassLoader());
        this.node = node;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return node.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null) {
                found = ownOrPlatform(name);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private Class<?> ownOrPlatform(String name) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notOwn) {
            try {
                return getParent().loadClass(name);
            } catch (ClassNotFoundException nowhere) {
                nowhere.addSuppressed(notOwn);
                throw nowhere;
            }
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
