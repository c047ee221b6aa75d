package io.millrace.node.settings;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a settings record declares.
 *
 * @param components in their order
 * @param settings those of the components, with the ones of included records in their place
 * @param inapplicable keys that are taken without effect, by the record or by included ones
 * @param constructor of all components
 */
record Schema(
        List<Declaration> components,
        List<Declaration> settings,
        List<Inapplicable> inapplicable,
        Constructor<?> constructor) {

    private static final ClassValue<Schema> SCHEMAS = new ClassValue<>() {
        @Override
        protected Schema computeValue(Class<?> type) {
            return read(type);
        }
    };

    /**
     * @throws IllegalArgumentException when the class is not a settings record: a component has no {@link Setting}, or is a
     *     primitive that may be absent and has no default
     */
    static Schema of(Class<?> type) {
        return SCHEMAS.get(type);
    }

    /** True for a nested settings record; sizes and files are records of another sort. */
    static boolean isSettings(Class<?> type) {
        return type.isRecord() && type != ByteSize.class && type != Artifact.class;
    }

    /** True when no record can be made of an empty object. */
    boolean needsSomething() {
        return settings.stream().anyMatch(each -> each.setting().required());
    }

    /** The declaration that a key belongs to: by its name, or by a prefix. */
    Optional<Declaration> declaring(String key) {
        return settings.stream()
                .filter(each -> each.name().equals(key))
                .findFirst()
                .or(() -> settings.stream()
                        .filter(each -> each.isPrefix() && key.startsWith(each.prefix()))
                        .findFirst());
    }

    /** Why a key has no effect, if the record says that it has none. */
    Optional<String> inapplicable(String key) {
        return inapplicable.stream()
                .filter(each -> each.name().endsWith(".*")
                        ? key.startsWith(each.name().substring(0, each.name().length() - 1))
                        : key.equals(each.name()))
                .map(Inapplicable::why)
                .findFirst();
    }

    /** @throws RuntimeException what the compact constructor threw */
    Object construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Schema read(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<Declaration> declarations =
                Arrays.stream(components).map(Declaration::of).toList();
        List<Declaration> settings = new ArrayList<>();
        List<Inapplicable> inapplicable = new ArrayList<>(List.of(type.getAnnotationsByType(Inapplicable.class)));
        for (Declaration each : declarations) {
            if (each.isIncluded()) {
                Schema included = of(each.rawType());
                settings.addAll(included.settings);
                inapplicable.addAll(included.inapplicable);
            } else {
                settings.add(each);
            }
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Schema(declarations, List.copyOf(settings), List.copyOf(inapplicable), constructor);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * One component: a setting, or an included record of settings.
     *
     * @param name the key as users write it; ends in {@code .*} for a map of all keys with that prefix; empty for an included
     *     record
     * @param type of the component
     * @param setting null for an included record
     */
    record Declaration(String name, Type type, Setting setting) {

        static Declaration of(RecordComponent component) {
            Setting setting = component.getAnnotation(Setting.class);
            String place = component.getDeclaringRecord().getName() + "." + component.getName();
            if (component.getAnnotation(Included.class) != null) {
                return new Declaration("", component.getGenericType(), null);
            }
            if (setting == null) {
                throw new IllegalArgumentException(place + " has no @Setting");
            }
            boolean present = setting.required() || !setting.defaultValue().isEmpty();
            if (component.getType().isPrimitive() && !present) {
                throw new IllegalArgumentException(place + " cannot be null and has no default");
            }
            String name = setting.name().isEmpty() ? component.getName() : setting.name();
            if (name.endsWith(".*") && component.getType() != Map.class) {
                throw new IllegalArgumentException(place + " takes a prefix but is not a map");
            }
            return new Declaration(name, component.getGenericType(), setting);
        }

        Class<?> rawType() {
            return raw(type);
        }

        boolean isIncluded() {
            return setting == null;
        }

        boolean isPrefix() {
            return name.endsWith(".*");
        }

        /** Ends in a dot. */
        String prefix() {
            return name.substring(0, name.length() - 1);
        }

        /** The prefix without its dot. */
        String stem() {
            return name.substring(0, name.length() - 2);
        }
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    /** The type of the items of a list, or of the values of a map. */
    static Type content(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return arguments[arguments.length - 1];
        }
        throw new IllegalArgumentException(type.getTypeName() + " does not say what it holds");
    }
}
