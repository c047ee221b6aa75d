package io.millrace.processing.functions.invoke;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Looks into class files for the handler that {@code package.Class::method} names. */
final class JavaHandlerCheck {

    private static final Pattern FORM = Pattern.compile("([^:]+)(?:::([^:]+))?");

    /** What a class has whose handler names no method, and what it inherits when it implements one of Lambda's interfaces. */
    private static final String DEFAULT_METHOD = "handleRequest";

    /** Event, context, and for a stream handler the output between them. */
    private static final int MOST_PARAMETERS = 3;

    private static final String LAMBDAS_OWN = "com/amazonaws/services/lambda/runtime/";
    private static final int MAJOR_OF_JAVA_0 = 44;
    private static final String CLASS = ".class";

    private final FunctionSpec function;
    private final Path root;

    /** @param root of the jar, of the zip, or of the folder */
    JavaHandlerCheck(FunctionSpec function, Path root) {
        this.function = function;
        this.root = root;
    }

    private record Method(String name, int access, int parameters) {}

    private record ClassFile(String parent, List<String> interfaces, int access, List<Method> methods) {}

    /** @param java version that runs it */
    Optional<Problem> problem(int java) throws IOException {
        Matcher form = FORM.matcher(function.handler());
        if (!form.matches()) {
            return wrong(
                    "handler-malformed",
                    "handler '" + function.handler() + "' is not of the form package.Class::method.",
                    "Write it like demo.Handler::handleRequest.");
        }
        String className = form.group(1);
        String method = form.group(2) == null ? DEFAULT_METHOD : form.group(2);
        byte[] bytes = find(className);
        if (bytes == null) {
            return wrong(
                    "handler-missing",
                    "the class " + className + " is not in " + function.code().name() + ".",
                    "Correct the handler, or build the jar with the class: " + file(className)
                            + " at its top, or in a jar" + " in its folder lib.");
        }
        int needed = version(bytes);
        return needed > java
                ? wrong(
                        "runtime-too-old",
                        "the class " + className + " is compiled for Java " + needed + ", and the node runs on Java "
                                + java + ".",
                        "Run the node on Java " + needed + ", or compile for " + java + ".")
                : signature(className, method, read(bytes));
    }

    private Optional<Problem> signature(String className, String method, ClassFile first) throws IOException {
        if ((first.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0) {
            return wrong(
                    "handler-signature",
                    "the class " + className + " is abstract.",
                    "Name a class that can be instantiated.");
        }
        boolean complete = inheritsNothing(first.interfaces); // everything it inherits was seen
        List<Method> methods = new ArrayList<>(first.methods);
        for (ClassFile each = first; complete && !each.parent.equals("java/lang/Object"); ) {
            byte[] parent = find(each.parent.replace('/', '.'));
            complete = parent != null;
            if (complete) {
                each = read(parent);
                methods.addAll(each.methods);
                complete = inheritsNothing(each.interfaces);
            }
        }
        List<Method> named =
                methods.stream().filter(each -> each.name.equals(method)).toList();
        if (named.isEmpty() && complete) {
            return wrong(
                    "handler-missing",
                    "the class " + className + " has no method " + method + ".",
                    "Correct the method in handler " + function.handler() + ".");
        }
        if (!named.isEmpty() && named.stream().noneMatch(JavaHandlerCheck::canBeCalled)) {
            return wrong(
                    "handler-signature",
                    "the method " + method + " of " + className + " cannot be a handler.",
                    "Make it public, with the event and, if you like, the Context as its parameters.");
        }
        boolean needsObject = named.stream().noneMatch(each -> (each.access & Opcodes.ACC_STATIC) != 0);
        boolean canBeMade = first.methods.stream()
                .anyMatch(each -> each.name.equals("<init>") && each.parameters == 0 && isPublic(each));
        return needsObject && !canBeMade
                ? wrong(
                        "handler-signature",
                        "the class " + className + " has no public constructor without parameters.",
                        "Give it one.")
                : Optional.empty();
    }

    /** Any other interface may have the method as a default. */
    private static boolean inheritsNothing(List<String> interfaces) {
        return interfaces.stream().allMatch(each -> each.startsWith(LAMBDAS_OWN));
    }

    private static boolean canBeCalled(Method method) {
        return isPublic(method) && method.parameters <= MOST_PARAMETERS;
    }

    private static boolean isPublic(Method method) {
        return (method.access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Null when the code does not bring it. */
    private byte[] find(String className) throws IOException {
        Path file = root.resolve(file(className));
        if (Files.isRegularFile(file)) {
            return Files.readAllBytes(file);
        }
        for (Path library : CodeFiles.libraries(root)) {
            try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(library))) {
                for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                    if (entry.getName().equals(file(className))) {
                        return ((InputStream) jar).readAllBytes();
                    }
                }
            }
        }
        return null;
    }

    private static String file(String className) {
        return className.replace('.', '/') + CLASS;
    }

    /** Source: JVM specification, 4.1: two bytes at offset 6. */
    private static int version(byte[] classFile) {
        return classFile.length < 8 ? 0 : (((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff)) - MAJOR_OF_JAVA_0;
    }

    private static ClassFile read(byte[] bytes) {
        List<Method> methods = new ArrayList<>();
        ClassReader reader = new ClassReader(bytes);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        methods.add(new Method(name, access, Type.getArgumentTypes(descriptor).length));
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFile(reader.getSuperName(), List.of(reader.getInterfaces()), reader.getAccess(), methods);
    }

    private static Optional<Problem> wrong(String code, String what, String mend) {
        return Optional.of(Problem.user(code, what, Where.path("handler"), mend));
    }
}
