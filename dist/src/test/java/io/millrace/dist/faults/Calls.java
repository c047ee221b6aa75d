package io.millrace.dist.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@link CallRecorder} wrote in all its processes, as it was at some moment. One thread. */
final class Calls {

    private final Map<Integer, BitSet> done = new HashMap<>();
    private final Set<Long> loaded = new HashSet<>();
    private final Set<Long> busy = new HashSet<>();
    private long repeated;

    /** @param folder with a file for each process */
    static Calls read(Path folder, Instant until) throws IOException {
        Calls calls = new Calls();
        for (Path file : SinkDisk.children(folder)) {
            long pid = Long.parseLong(file.getFileName().toString());
            calls.loaded.add(pid);
            for (String line : Files.readAllLines(file)) {
                calls.enter(pid, line, until);
            }
        }
        return calls;
    }

    /** @param line {@code called|done epoch-millis partition:offset…} */
    void enter(long pid, String line, Instant until) {
        String[] words = line.split(" ", -1);
        if (Instant.ofEpochMilli(Long.parseLong(words[1])).isAfter(until)) {
            return;
        }
        if (words[0].equals("called")) {
            busy.add(pid);
            return;
        }
        busy.remove(pid);
        for (int i = 2; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            BitSet partition = of(Integer.parseInt(words[i].substring(0, colon)));
            int offset = Integer.parseInt(words[i].substring(colon + 1));
            if (partition.get(offset)) {
                repeated++;
            }
            partition.set(offset);
        }
    }

    /** What a process wrote last; empty when it wrote nothing. */
    static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** Processes that have loaded the handler. */
    Set<Long> loaded() {
        return loaded;
    }

    /** Processes that are in the handler, or were when they ended. */
    Set<Long> busy() {
        return busy;
    }

    /** Records that were handled again. */
    long repeated() {
        return repeated;
    }

    /** The offset after the last record of a partition that was handled. */
    long end(int partition) {
        return of(partition).length();
    }

    /** What is committed without having been handled. */
    List<String> committedTooEarly(Map<Integer, GroupLog.Commit> commits) {
        List<String> wrong = new ArrayList<>();
        commits.forEach((partition, commit) -> {
            BitSet promised = new BitSet();
            promised.set(0, Math.toIntExact(commit.offset()));
            tell(promised, partition, " committed and not handled", wrong);
        });
        return wrong;
    }

    /** @param acknowledged offsets by partition */
    List<String> missing(Map<Integer, BitSet> acknowledged) {
        List<String> wrong = new ArrayList<>();
        acknowledged.forEach((partition, offsets) -> tell((BitSet) offsets.clone(), partition, " not handled", wrong));
        return wrong;
    }

    private void tell(BitSet wanted, int partition, String what, List<String> wrong) {
        wanted.andNot(of(partition));
        if (!wanted.isEmpty()) {
            wrong.add("partition " + partition + ": " + wanted.cardinality() + what + ", the first is at offset "
                    + wanted.nextSetBit(0));
        }
    }

    private BitSet of(int partition) {
        return done.computeIfAbsent(partition, number -> new BitSet());
    }
}
