package io.millrace.dist.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares what was acknowledged with what is in the files. One thread. */
final class Ledger {

    private final Map<Integer, Account> accounts = new TreeMap<>();
    private final List<String> oddities = new ArrayList<>();
    private long files;

    /** A loader's log. */
    static Ledger of(Path log) throws IOException {
        Ledger ledger = new Ledger();
        try (Stream<String> lines = Files.lines(log)) {
            lines.map(line -> line.split(" "))
                    .forEach(words -> ledger.acknowledged(
                            Integer.parseInt(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2])));
        }
        return ledger;
    }

    /** @param sequence counts the records of a partition, from 0 */
    void acknowledged(int partition, long offset, int sequence) {
        Account account = account(partition);
        account.acknowledged.set(sequence);
        account.offsets.put(sequence, offset);
    }

    /** Offsets that were acknowledged, by partition. */
    Map<Integer, BitSet> offsets() {
        Map<Integer, BitSet> offsets = new TreeMap<>();
        accounts.forEach((partition, account) -> {
            BitSet own = new BitSet();
            account.offsets.values().forEach(offset -> own.set(offset.intValue()));
            offsets.put(partition, own);
        });
        return offsets;
    }

    /**
     * A file; those of a folder come in the order of their names.
     *
     * @param firstOffset as the name says
     * @param sequences of its lines
     */
    void file(String folder, int partition, long firstOffset, List<Integer> sequences) {
        files++;
        Account account = account(partition);
        if (sequences.isEmpty() || account.offsets.getOrDefault(sequences.get(0), -1L) != firstOffset) {
            oddities.add("a file of partition " + partition + " in " + folder + " does not begin at offset "
                    + firstOffset + " as its name says");
        }
        sequences.forEach(sequence -> account.found(folder, sequence));
    }

    /** Something that readers should not see. */
    void odd(String what) {
        oddities.add(what);
    }

    long acknowledged() {
        return accounts.values().stream()
                .mapToLong(account -> account.acknowledged.cardinality())
                .sum();
    }

    long files() {
        return files;
    }

    /** Nothing when every acknowledged record is there exactly once, and in order. */
    List<String> differences() {
        List<String> differences = new ArrayList<>(oddities);
        accounts.forEach((partition, account) -> account.differences("partition " + partition + ": ", differences));
        return differences;
    }

    private Account account(int partition) {
        return accounts.computeIfAbsent(partition, number -> new Account());
    }

    private static final class Account {
        private final BitSet acknowledged = new BitSet();
        private final Map<Integer, Long> offsets = new HashMap<>();
        private final BitSet found = new BitSet();
        private final BitSet doubled = new BitSet();
        private final BitSet disordered = new BitSet();
        private final Map<String, Integer> last = new HashMap<>();

        void found(String folder, int sequence) {
            if (found.get(sequence)) {
                doubled.set(sequence);
            }
            found.set(sequence);
            Integer before = last.put(folder, sequence);
            if (before != null && before >= sequence) {
                disordered.set(sequence);
            }
        }

        void differences(String where, List<String> differences) {
            BitSet missing = (BitSet) acknowledged.clone();
            missing.andNot(found);
            tell(missing, where, " missing", differences);
            tell(doubled, where, " more than once", differences);
            tell(disordered, where, " out of order", differences);
            BitSet unknown = (BitSet) found.clone();
            unknown.andNot(acknowledged);
            tell(unknown, where, " never acknowledged", differences);
        }

        private void tell(BitSet records, String where, String what, List<String> differences) {
            if (!records.isEmpty()) {
                int first = records.nextSetBit(0);
                differences.add(where + records.cardinality() + what + ", the first is record " + first + " at offset "
                        + offsets.get(first));
            }
        }
    }
}
