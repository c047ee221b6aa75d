package io.millrace.processing.flink.runtime;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.PluginFileSystemFactory;
import org.apache.flink.core.plugin.PluginManager;

/**
 * Flink's plugins, which say when the first of S3's objects is needed: the node starts its own store then. A program can make up the
 * names of its objects, so nothing else tells that it has any. Any thread.
 *
 * @param plugins as Flink finds them
 */
record ObjectsInUse(PluginManager plugins) implements PluginManager {

    /** The line that says it. */
    private static final String NEEDED = "Flink needs the object store";

    private static final Set<String> SCHEMES = Set.of("s3", "s3a");

    @Override
    public <P> Iterator<P> load(Class<P> service) {
        List<P> all = new ArrayList<>();
        plugins.load(service)
                .forEachRemaining(plugin -> all.add(
                        plugin instanceof FileSystemFactory factory && SCHEMES.contains(factory.getScheme())
                                ? service.cast(new Told(factory))
                                : plugin));
        return all.iterator();
    }

    /** What makes the file system of a bucket, once in a process. */
    private record Told(FileSystemFactory factory) implements FileSystemFactory {

        @Override
        public String getScheme() {
            return factory.getScheme();
        }

        @Override
        public int getPriority() {
            return factory.getPriority();
        }

        @Override
        public ClassLoader getClassLoader() {
            return factory.getClassLoader();
        }

        @Override
        public void configure(Configuration configuration) {
            factory.configure(configuration);
        }

        @Override
        public FileSystem create(URI uri) throws IOException {
            System.out.println(NEEDED);
            // As Flink has it for a plugin of its own class loader, which this class is not of.
            return PluginFileSystemFactory.of(factory).create(uri);
        }
    }
}
