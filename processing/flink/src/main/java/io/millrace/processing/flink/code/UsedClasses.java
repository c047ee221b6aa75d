package io.millrace.processing.flink.code;

import io.millrace.processing.flink.code.ClassReferences.Use;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Collects what the code of one class uses. What a method uses that is ready for missing classes does not count. */
final class UsedClasses extends ClassVisitor {

    private static final Set<String> READY_FOR_MISSING =
            Set.of("java/lang/NoClassDefFoundError", "java/lang/LinkageError");

    private final boolean whole;
    private final List<String> parents = new ArrayList<>();
    private final Set<Use> uses = new LinkedHashSet<>();

    /** @param whole false for static methods only */
    UsedClasses(boolean whole) {
        super(Opcodes.ASM9);
        this.whole = whole;
    }

    /** What the class extends and implements. */
    List<String> parents() {
        return parents;
    }

    Set<Use> uses() {
        return uses;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
        parents.add(parent);
        parents.addAll(List.of(interfaces));
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return whole || (access & Opcodes.ACC_STATIC) != 0 ? new Method() : null;
    }

    private final class Method extends MethodVisitor {

        private final Set<Use> used = new LinkedHashSet<>();
        private boolean readyForMissing;

        Method() {
            super(Opcodes.ASM9);
        }

        private void use(String name, boolean asWhole) {
            Type type = Type.getObjectType(name);
            Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
            if (element.getSort() == Type.OBJECT) {
                used.add(new Use(element.getInternalName(), asWhole));
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            use(type, opcode == Opcodes.NEW);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            use(owner, false);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            use(owner, false);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                constant(argument);
            }
        }

        private void constant(Object value) {
            if (value instanceof Type type && type.getSort() != Type.METHOD) {
                use(type.getInternalName(), true);
            } else if (value instanceof Handle handle) {
                use(handle.getOwner(), handle.getTag() == Opcodes.H_NEWINVOKESPECIAL);
            }
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            readyForMissing |= type != null && READY_FOR_MISSING.contains(type);
        }

        @Override
        public void visitEnd() {
            if (!readyForMissing) {
                uses.addAll(used);
            }
        }
    }
}
