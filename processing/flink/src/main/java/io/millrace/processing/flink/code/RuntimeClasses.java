package io.millrace.processing.flink.code;

import io.millrace.processing.flink.engine.Runtimes.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes of Flink that an installed runtime has. Looked for once in each; a number is kept for each class, for there are tens of
 * thousands. Any thread; blocks at the first question about a runtime.
 */
final class RuntimeClasses {

    /** What only Flink itself brings, or a connector. */
    static final String FLINK = "org/apache/flink/";

    private static final String CLASS = ".class";
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<Path, long[]> known = new ConcurrentHashMap<>();

    /** @param name with slashes */
    boolean has(Installed runtime, String name) {
        return Arrays.binarySearch(known.computeIfAbsent(runtime.lib(), RuntimeClasses::read), hash(name)) >= 0;
    }

    private static long[] read(Path lib) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "*.jar")) {
            LongStream.Builder hashes = LongStream.builder();
            for (Path jar : jars) {
                try (ZipFile opened = new ZipFile(jar.toFile())) {
                    opened.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.startsWith(FLINK) && name.endsWith(CLASS))
                            .forEach(name -> hashes.add(hash(name.substring(0, name.length() - CLASS.length()))));
                }
            }
            return hashes.build().sorted().toArray();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Source: FNV-1a, 64 bits: among a hundred thousand names no two are alike but once in a billion times. */
    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
