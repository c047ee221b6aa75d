package io.millrace.processing.functions.invoke;

import io.millrace.api.settings.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A function's code as its processes see it.
 *
 * <pre>
 * functions/NAME/DIGEST/task/…      what the jar or zip holds: the working directory
 * functions/NAME/DIGEST/code.jar    the jar or zip itself: a class archive takes no folders
 * functions/NAME/DIGEST/….jsa       class archives
 * </pre>
 *
 * @param root folder of the code; of a folder that is used in place, that folder
 * @param jar the code as one file; null for a folder that is used in place
 */
record Code(Path root, Path jar) {

    private static final int SHOWN_DIGITS = 16;

    /**
     * Unpacks the code unless it is unpacked, and removes what the function had before. Blocks.
     *
     * @param folder the function's own
     */
    static Code open(Artifact artifact, Path folder) throws IOException {
        if (Files.isDirectory(artifact.path())) {
            return new Code(artifact.path().toAbsolutePath(), null);
        }
        String digest = artifact.sha256().isEmpty() ? digest(artifact.path()) : artifact.sha256();
        Path own = folder.resolve(digest.substring(0, SHOWN_DIGITS));
        if (!Files.exists(own)) {
            remove(folder);
            Path growing = folder.resolve("new");
            unpack(artifact, Files.createDirectories(growing.resolve("task")));
            Files.copy(artifact.path(), growing.resolve("code.jar"));
            Files.move(growing, own, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Code(own.resolve("task"), own.resolve("code.jar"));
    }

    /** Removes everything that a function has. Blocks. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** What the user's classes are loaded from. */
    List<Path> classPath() {
        List<Path> path = new ArrayList<>();
        path.add(jar == null ? root : jar);
        path.addAll(CodeFiles.libraries(root));
        return path;
    }

    /** Of a folder's classes there can be none. */
    boolean canBeArchived() {
        return jar != null;
    }

    /** Where the classes are kept that a handler needs with this Java. */
    Path archive(Program java, String handler) {
        String key = System.getProperty("java.vm.version") + " " + java.executable() + " " + handler;
        return jar.resolveSibling("java" + java.version() + "-" + Integer.toHexString(key.hashCode()) + ".jsa");
    }

    private static void unpack(Artifact artifact, Path target) throws IOException {
        try (FileSystem zip = CodeFiles.open(artifact)) {
            Path top = zip.getPath("/");
            List<Path> all;
            try (Stream<Path> walk = Files.walk(top)) {
                all = walk.toList();
            }
            for (Path each : all) {
                Path file = target.resolve(top.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(file);
                } else {
                    Files.copy(each, file);
                    Set<PosixFilePermission> permissions =
                            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
                    permissions.addAll(Files.getPosixFilePermissions(each));
                    if (file.equals(target.resolve("bootstrap"))) {
                        permissions.add(PosixFilePermission.OWNER_EXECUTE);
                    }
                    Files.setPosixFilePermissions(file, permissions);
                }
            }
        }
    }

    private static String digest(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count > 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
