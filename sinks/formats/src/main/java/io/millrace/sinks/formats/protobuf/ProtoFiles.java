package io.millrace.sinks.formats.protobuf;

import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field.Label;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.TypeElement;
import io.millrace.sinks.formats.protobuf.ProtoType.Member;
import io.millrace.sinks.formats.protobuf.ProtoType.Message;
import io.millrace.sinks.formats.schema.SchemaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A schema's text and what it imports. */
final class ProtoFiles {

    private static final String GOOGLE = "google.protobuf.";

    /** What any schema may import and no registry is asked for. */
    private static final String WELL_KNOWN = """
            syntax = "proto3";
            package google.protobuf;
            message Duration { int64 seconds = 1; int32 nanos = 2; }
            message Any { string type_url = 1; bytes value = 2; }
            message FieldMask { repeated string paths = 1; }
            message Empty {}
            """;

    private final Map<String, Declared> byName = new HashMap<>();
    private final ProtoFileElement main;
    private final Set<String> around = new HashSet<>(); // messages that the present one is in

    /** A message or an enum, with the file it stands in. */
    private record Declared(TypeElement element, ProtoFileElement file) {}

    /** @throws SchemaException when it is no such text */
    ProtoFiles(String text, Collection<String> references) {
        add(parse(WELL_KNOWN));
        references.forEach(reference -> add(parse(reference)));
        main = parse(text);
        add(main);
    }

    private static ProtoFileElement parse(String text) {
        try {
            return ProtoParser.Companion.parse(Location.get("schema"), text);
        } catch (RuntimeException invalid) {
            throw new SchemaException("it is not a Protobuf schema: " + invalid.getMessage());
        }
    }

    private void add(ProtoFileElement file) {
        String prefix = file.getPackageName() == null ? "" : file.getPackageName() + ".";
        file.getTypes().forEach(type -> add(prefix, type, file));
    }

    private void add(String prefix, TypeElement type, ProtoFileElement file) {
        byName.put(prefix + type.getName(), new Declared(type, file));
        type.getNestedTypes().forEach(nested -> add(prefix + type.getName() + ".", nested, file));
    }

    /**
     * A message of the schema's own text.
     *
     * @param path of positions: among the messages of the file, then among those inside of it
     * @throws SchemaException when there is none, or it has what files cannot hold
     */
    Message message(List<Integer> path) {
        List<TypeElement> types = main.getTypes();
        StringBuilder name = new StringBuilder(main.getPackageName() == null ? "" : main.getPackageName());
        for (int position : path) {
            List<TypeElement> messages =
                    types.stream().filter(MessageElement.class::isInstance).toList();
            if (position < 0 || position >= messages.size()) {
                throw new SchemaException("it has no message at " + path);
            }
            name.append(name.isEmpty() ? "" : ".").append(messages.get(position).getName());
            types = messages.get(position).getNestedTypes();
        }
        Message message = message(name.toString(), "");
        if (message.members().isEmpty()) {
            throw new SchemaException(name + " has no fields");
        }
        return message;
    }

    private Message message(String name, String path) {
        if (!around.add(name)) {
            throw new SchemaException(path + " is a " + name + " inside another one, without an end");
        }
        Declared declared = byName.get(name);
        MessageElement element = (MessageElement) declared.element();
        if (!element.getGroups().isEmpty()) {
            throw new SchemaException(name + " has a group");
        }
        List<Member> members = new ArrayList<>();
        boolean implicit = declared.file().getSyntax() == Syntax.PROTO_3;
        for (FieldElement field : element.getFields()) {
            members.add(member(field, name, path, implicit && field.getLabel() == null));
        }
        for (OneOfElement oneOf : element.getOneOfs()) {
            for (FieldElement field : oneOf.getFields()) {
                members.add(member(field, name, path, false));
            }
        }
        around.remove(name);
        return new Message(List.copyOf(members));
    }

    private Member member(FieldElement field, String scope, String path, boolean implicit) {
        String place = path.isEmpty() ? field.getName() : path + "." + field.getName();
        String type = field.getType().replaceAll("\\s", "");
        if (type.startsWith("map<")) {
            int comma = type.indexOf(',');
            ProtoScalar key = ProtoScalar.named(type.substring("map<".length(), comma))
                    .orElseThrow(() -> new SchemaException(place + " has keys that are no numbers and no texts"));
            ProtoType value = type(type.substring(comma + 1, type.length() - 1), scope, place);
            return new Member(field.getTag(), field.getName(), key, value, false, false);
        }
        boolean repeated = field.getLabel() == Label.REPEATED;
        return new Member(field.getTag(), field.getName(), null, type(type, scope, place), repeated, implicit);
    }

    private ProtoType type(String name, String scope, String path) {
        Optional<ProtoScalar> scalar = ProtoScalar.named(name);
        if (scalar.isPresent()) {
            return new ProtoType.Single(scalar.get());
        }
        String full = resolve(name, scope);
        if (full.equals(GOOGLE + "Timestamp")) {
            return new ProtoType.Time();
        }
        if (full.startsWith(GOOGLE) && full.endsWith("Value")) {
            String wrapped = full.substring(GOOGLE.length(), full.length() - "Value".length());
            Optional<ProtoScalar> inner = ProtoScalar.named(wrapped.toLowerCase(Locale.ROOT));
            if (inner.isPresent()) {
                return new ProtoType.Wrapper(inner.get());
            }
        }
        Declared declared = byName.get(full);
        if (declared == null) {
            throw new SchemaException(
                    path + " is a " + name + ", which is neither in the schema nor in what it refers to");
        }
        return declared.element() instanceof EnumElement choice ? choice(choice) : message(full, path);
    }

    /** The name from the outside in, looked for from the inside out. */
    private String resolve(String name, String scope) {
        if (name.startsWith(".")) {
            return name.substring(1);
        }
        for (String inside = scope; !inside.isEmpty(); ) {
            if (byName.containsKey(inside + "." + name)) {
                return inside + "." + name;
            }
            inside = inside.substring(0, Math.max(0, inside.lastIndexOf('.')));
        }
        return name;
    }

    private static ProtoType choice(EnumElement element) {
        Map<Integer, String> names = new HashMap<>();
        for (EnumConstantElement constant : element.getConstants()) {
            names.putIfAbsent(constant.getTag(), constant.getName());
        }
        return new ProtoType.Choice(names);
    }
}
