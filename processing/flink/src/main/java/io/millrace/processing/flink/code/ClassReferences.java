package io.millrace.processing.flink.code;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;

/**
 * Finds the classes of Flink that an application needs and nobody has.
 *
 * <p>Jars are full of code that never runs: a connector's support of what is not there, say. So only code is looked at that the
 * main method leads to: from a class of which a static member is used to what its static methods use, from a class that is
 * instantiated to what all its methods use. That is still more than what runs. Sure signs are therefore asked for: a class that is
 * led to and cannot be loaded, because what it extends or implements is not there, or the user's own code that uses what is not
 * there. Without a sure sign nothing is said.
 */
final class ClassReferences {

    private final CodeJars jars;
    private final Predicate<String> given;

    private final Set<String> seen = new HashSet<>();
    private final Deque<Use> ahead = new ArrayDeque<>();
    private final Set<String> surelyMissing = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    /** @param given says which classes the runtime has; names with slashes */
    ClassReferences(CodeJars jars, Predicate<String> given) {
        this.jars = jars;
        this.given = given;
    }

    /**
     * That a class is needed.
     *
     * @param whole true when it is instantiated, false when only what is static in it is used
     */
    record Use(String name, boolean whole) {}

    /**
     * Names with dots of what is missing, the sure signs first; empty when there are none.
     *
     * @param entryClass with dots
     */
    List<String> missing(String entryClass) throws IOException {
        String entry = entryClass.replace('.', '/');
        String own = ownPackage(entry);
        ahead.add(new Use(entry, false));
        while (!ahead.isEmpty()) {
            follow(ahead.pop(), own);
        }
        if (surelyMissing.isEmpty()) {
            return List.of();
        }
        surelyMissing.addAll(missing);
        return surelyMissing.stream().map(name -> name.replace('/', '.')).toList();
    }

    private void follow(Use use, String own) throws IOException {
        boolean isNew = seen.add(use.whole ? use.name : use.name + "#static");
        if (!isNew || given.test(use.name)) {
            return;
        }
        Optional<byte[]> file = jars.find(use.name);
        if (file.isEmpty()) {
            return;
        }
        UsedClasses used = new UsedClasses(use.whole);
        new ClassReader(file.get()).accept(used, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        for (String parent : used.parents()) {
            if (isMissing(parent)) {
                surelyMissing.add(parent);
            }
            ahead.add(new Use(parent, use.whole));
        }
        for (Use each : used.uses()) {
            if (isMissing(each.name)) {
                (use.name.startsWith(own) ? surelyMissing : missing).add(each.name);
            }
            ahead.add(each);
        }
    }

    private boolean isMissing(String name) {
        return name.startsWith(RuntimeClasses.FLINK) && !given.test(name) && !jars.has(name);
    }

    /** What the user's own classes begin with: {@code com/example/} for a class in {@code com.example.jobs}. */
    private static String ownPackage(String entryClass) {
        int second = entryClass.indexOf('/', entryClass.indexOf('/') + 1);
        int end = second < 0 || entryClass.startsWith("org/apache/") ? entryClass.lastIndexOf('/') : second;
        return end < 0 ? entryClass : entryClass.substring(0, end + 1);
    }
}
