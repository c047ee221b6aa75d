package io.millrace.processing.flink.code;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the class whose main method is the application, and makes sure that Flink will be able to call it. */
final class EntryClass {

    private static final int PUBLIC_STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    private static final int MAJOR_OF_JAVA_0 = 44;

    private final Code code;
    private final CodeJars jars;

    EntryClass(Code code, CodeJars jars) {
        this.code = code;
        this.jars = jars;
    }

    /**
     * Its name, with dots.
     *
     * @throws ProblemException when there is none, or it cannot be called
     */
    String find() throws IOException {
        String name = name();
        byte[] found = jars.find(name.replace('.', '/')).orElseThrow(() -> missing(name));
        int needed = version(found);
        int java = Runtime.version().feature();
        if (needed > java) {
            throw wrong(
                    "runtime-too-old",
                    "the class " + name + " is compiled for Java " + needed + ", and the node runs on Java " + java
                            + ".",
                    "Run the node on Java " + needed + ", or compile for " + java + ".");
        }
        ClassReader reader = new ClassReader(found);
        if ((reader.getAccess() & Opcodes.ACC_PUBLIC) == 0) {
            throw wrong("entry-class-unusable", "the class " + name + " is not public.", "Make it public.");
        }
        if (!hasMain(reader)) {
            throw wrong(
                    "entry-class-unusable",
                    "the class " + name + " has no method public static void main(String[]).",
                    "Name the class that has it in entryClass.");
        }
        return name;
    }

    private String name() throws IOException {
        return code.entryClass() != null
                ? code.entryClass()
                : jars.mainClass()
                        .orElseThrow(() -> wrong(
                                "missing-setting",
                                "entryClass is missing, and the manifest of "
                                        + code.jar().name() + " names no main class.",
                                "Add entryClass: with the class that has the main method."));
    }

    private ProblemException missing(String name) {
        Optional<String> meant = Suggestion.nearest(
                name,
                jars.ownClasses().stream().map(each -> each.replace('/', '.')).toList());
        return wrong(
                "entry-class-missing",
                "the class " + name + " is not in " + code.jar().name() + ".",
                meant.map(each -> "Write " + each + ".")
                        .orElse("Name a class of the jar in entryClass, or build the jar with the class."));
    }

    /** Also one that it inherits. */
    private boolean hasMain(ClassReader reader) throws IOException {
        boolean[] found = new boolean[1];
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        found[0] |= name.equals("main")
                                && descriptor.equals("([Ljava/lang/String;)V")
                                && (access & PUBLIC_STATIC) == PUBLIC_STATIC;
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (found[0]) {
            return true;
        }
        Optional<byte[]> parent = jars.find(reader.getSuperName());
        return parent.isPresent() && hasMain(new ClassReader(parent.get()));
    }

    /** Source: JVM specification, 4.1: two bytes at offset 6. */
    private static int version(byte[] classFile) {
        return classFile.length < 8 ? 0 : (((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff)) - MAJOR_OF_JAVA_0;
    }

    private ProblemException wrong(String kind, String what, String mend) {
        Where where = Where.path(code.entryClass() == null ? "codeUri" : "entryClass");
        return new ProblemException(Problem.user(kind, what, where, mend));
    }
}
