package io.millrace.sinks.writer;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A place in memory that several processes use, each through a storage of its own, which can be stopped before and after each step. */
final class MemoryPlace {

    final Map<String, byte[]> objects = new TreeMap<>();
    final Map<String, byte[]> outputs = new TreeMap<>();
    /** True: creates what is there already, as a storage must not. */
    boolean careless;

    private int handles;

    /** What happens around each step of one process. */
    interface Steps {
        /** The step has done nothing yet. */
        void before() throws IOException;

        /** The step has done all. */
        void after() throws IOException;
    }

    /** Objects that are for readers. */
    Map<String, byte[]> published() {
        Map<String, byte[]> published = new TreeMap<>(objects);
        published.keySet().removeIf(name -> name.startsWith(Area.PRIVATE));
        return published;
    }

    Storage storage(Steps steps) {
        return new MemoryStorage(steps);
    }

    private final class MemoryStorage implements Storage {

        private final Steps steps;

        MemoryStorage(Steps steps) {
            this.steps = steps;
        }

        @Override
        public Output create(Area area, String name) throws IOException {
            steps.before();
            String handle = area.outputs() + "/" + handles++;
            outputs.put(handle, new byte[0]);
            steps.after();
            return new MemoryOutput(steps, handle);
        }

        @Override
        public List<String> unpublished(Area area) throws IOException {
            steps.before();
            return outputs.keySet().stream()
                    .filter(handle -> handle.startsWith(area.outputs() + "/"))
                    .toList();
        }

        @Override
        public void drop(String handle) {
            dropOutput(steps, handle);
        }

        @Override
        public List<Intent.File> publish(List<Intent.File> files) throws IOException {
            List<Intent.File> missing = new ArrayList<>();
            for (Intent.File file : files) {
                steps.before();
                byte[] content = outputs.remove(file.output());
                if (content != null) {
                    objects.put(file.name(), content);
                } else if (!objects.containsKey(file.name())) {
                    missing.add(file);
                }
                steps.after();
            }
            return missing;
        }

        @Override
        public boolean createNew(String name, byte[] content) throws IOException {
            steps.before();
            boolean created = objects.putIfAbsent(name, content) == null || careless;
            steps.after();
            return created;
        }

        @Override
        public void mark(String name) throws IOException {
            steps.before();
            objects.put(name, new byte[0]);
            steps.after();
        }

        @Override
        public Optional<byte[]> read(String name) throws IOException {
            steps.before();
            return Optional.ofNullable(objects.get(name));
        }

        @Override
        public List<String> list(String folder) throws IOException {
            steps.before();
            String prefix = folder + "/";
            return objects.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()).replaceFirst("/.*", ""))
                    .distinct()
                    .toList();
        }

        @Override
        public void delete(String name) throws IOException {
            steps.before();
            objects.remove(name);
            steps.after();
        }

        @Override
        public void deleteAll(String folder) throws IOException {
            steps.before();
            objects.keySet().removeIf(each -> each.startsWith(folder + "/"));
            steps.after();
        }

        @Override
        public Problem explain(IOException failure) {
            return Problem.resource("memory", failure.getMessage(), Where.path(""), "");
        }

        @Override
        public String toString() {
            return "memory:";
        }
    }

    private void dropOutput(Steps steps, String handle) {
        try {
            steps.before();
            outputs.remove(handle);
            steps.after();
        } catch (IOException garbageStays) {
            // as with any storage
        }
    }

    private final class MemoryOutput extends Output {

        private final Steps steps;
        private final String handle;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        MemoryOutput(Steps steps, String handle) {
            this.steps = steps;
            this.handle = handle;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            steps.before();
            content.write(bytes, offset, length);
            outputs.computeIfPresent(handle, (unused, old) -> content.toByteArray());
            steps.after();
        }

        @Override
        public long bytes() {
            return content.size();
        }

        @Override
        public String seal() throws IOException {
            steps.before();
            steps.after();
            return handle;
        }

        @Override
        public void drop() {
            dropOutput(steps, handle);
        }
    }
}
