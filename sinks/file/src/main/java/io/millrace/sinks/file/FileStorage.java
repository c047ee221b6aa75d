package io.millrace.sinks.file;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.sinks.writer.Area;
import io.millrace.sinks.writer.Intent;
import io.millrace.sinks.writer.Output;
import io.millrace.sinks.writer.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A folder of a file system as a place for objects. Outputs are files in a private folder of it and are published by rename; a
 * small object is created by a hard link, which fails when there is one of that name. Everything is forced to the device
 * before it is relied upon. Several processes may use one folder; it must be one file system with hard links.
 */
final class FileStorage implements Storage {

    private final Path root;
    private final String session = UUID.randomUUID().toString();
    private long made;

    /** @param root need not be there yet */
    FileStorage(Path root) {
        this.root = root;
    }

    @Override
    public Output create(Area area, String name) throws IOException {
        resolve(name); // what cannot be published is not begun
        Path folder = resolve(area.outputs());
        makeFolders(folder);
        Path file = folder.resolve(session + "-" + made++);
        return new FileOutput(file, handle(file));
    }

    @Override
    public List<String> unpublished(Area area) throws IOException {
        Path folder = resolve(area.outputs());
        return list(folder).stream().map(this::handle).toList();
    }

    @Override
    public void drop(String handle) {
        FileOutput.deleteQuietly(root.resolve(handle));
    }

    @Override
    public List<Intent.File> publish(List<Intent.File> files) throws IOException {
        List<Intent.File> missing = new ArrayList<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (Intent.File file : files) {
            Path output = resolve(file.output());
            Path target = resolve(file.name());
            makeFolders(target.getParent());
            try {
                Files.move(output, target, StandardCopyOption.ATOMIC_MOVE);
                folders.add(target.getParent());
            } catch (NoSuchFileException gone) {
                if (Files.exists(output)) {
                    throw gone; // the folder was removed behind our back: next time it is made again
                }
                if (Files.exists(target)) {
                    folders.add(target.getParent());
                } else {
                    missing.add(file);
                }
            }
        }
        for (Path folder : folders) {
            force(folder);
        }
        return missing;
    }

    @Override
    public boolean createNew(String name, byte[] content) throws IOException {
        Path target = resolve(name);
        makeFolders(target.getParent());
        Path written = target.resolveSibling("." + session + "-" + made++);
        try {
            try (FileChannel channel =
                    FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                FileOutput.write(channel, content, 0, content.length);
                channel.force(true);
            }
            Files.createLink(target, written);
            force(target.getParent());
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException noLinks) {
            throw new IOException("the file system has no hard links", noLinks);
        } finally {
            FileOutput.deleteQuietly(written);
        }
    }

    @Override
    public void mark(String name) throws IOException {
        try {
            Files.createFile(resolve(name));
        } catch (FileAlreadyExistsException marked) {
            // as it should be
        }
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(resolve(name)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return list(resolve(folder)).stream()
                .map(each -> each.getFileName().toString())
                .filter(name -> !name.startsWith(".")) // one that is being created
                .toList();
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public void deleteAll(String name) throws IOException {
        Path path = resolve(name);
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public Problem explain(IOException failure) {
        String told = String.valueOf(failure.getMessage());
        Where place = Where.path("config." + FileSinkSettings.STORE_URL);
        if (told.contains("No space left") || told.contains("quota exceeded")) {
            return Problem.resource(
                    "disk-full",
                    "The disk of " + this + " is full.",
                    place,
                    "Free some space; writing then goes on by itself.");
        }
        if (failure instanceof AccessDeniedException denied) {
            return Problem.resource(
                    "no-permission",
                    "The node may not write " + denied.getFile() + ".",
                    place,
                    "Give the user the node runs as the right to write there; writing then goes on by itself.");
        }
        if (told.contains("Too many open files")) {
            return Problem.resource(
                    "too-many-files",
                    "The node may not have more files open.",
                    Where.path("config.partitioner.max.open.files"),
                    "Raise the limit of open files (ulimit -n), or set partitioner.max.open.files to less.");
        }
        return Problem.resource("not-written", "Writing to " + this + " failed: " + told + ".", place, "");
    }

    /** The folder as a URL. */
    @Override
    public String toString() {
        return root.toUri().toString();
    }

    private Path resolve(String name) throws IOException {
        try {
            Path path = root.resolve(name).normalize();
            if (!path.startsWith(root)) {
                throw new IOException(name + " is outside of the folder");
            }
            return path;
        } catch (InvalidPathException unwritable) {
            throw new IOException(
                    name + " cannot be the name of a file here; a locale such as LC_ALL=C.UTF-8 lets it be any",
                    unwritable);
        }
    }

    private String handle(Path file) {
        return root.relativize(file).toString();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            List<Path> list = new ArrayList<>();
            entries.forEach(list::add);
            return list;
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /** Makes a folder and those above it, for good. */
    private static void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        makeFolders(folder.getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException made) {
            if (!Files.isDirectory(folder)) {
                throw made;
            }
        }
        force(folder.getParent());
    }

    /** Forces a folder's entries to the device. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
