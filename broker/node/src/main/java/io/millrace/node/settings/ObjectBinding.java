package io.millrace.node.settings;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.node.settings.Schema.Declaration;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.ValueBinder.Slot;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a document and the records bound from it. Several records may be bound from the same object; what none of them
 * declares is unknown.
 */
final class ObjectBinding implements Binding {

    private final BindingPass pass;
    private final Mapping mapping;
    private final String path;
    private final Mark place;
    private final ValueBinder values;

    /** Not written: the records are made of their defaults. */
    private final boolean absent;

    /** Not an object at all, which has been reported. */
    private final boolean broken;

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, ObjectBinding> parts = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> misspelt = new HashSet<>();

    /** A key that decides what else there is was refused, so nobody can tell which keys are known. */
    private boolean undecided;

    ObjectBinding(BindingPass pass, Slot slot, Mark place) {
        this.pass = pass;
        this.path = slot.path();
        this.place = place;
        this.values = new ValueBinder(pass);
        this.absent = slot.value().isNull();
        this.broken = !absent && !(slot.value() instanceof Mapping);
        this.mapping = slot.value() instanceof Mapping object ? object : Mapping.empty(place);
        if (broken) {
            values.refuse(slot, "not an object", "Write 'key: value' lines below it, or {key: value}.");
        }
    }

    String path() {
        return path;
    }

    void know(String key) {
        known.add(key);
    }

    boolean declares(String key) {
        return schemas.stream().anyMatch(schema -> schema.declaring(key).isPresent());
    }

    /** True when an unknown key of this object is probably this one. */
    boolean misspelt(String key) {
        return misspelt.contains(key);
    }

    @Override
    public <T> T bind(Class<T> settings) {
        Schema schema = Schema.of(settings);
        schemas.add(schema);
        return settings.cast(construct(schema));
    }

    /** Null when something is wrong. */
    private Object construct(Schema schema) {
        int before = pass.count();
        Object[] components = schema.components().stream().map(this::component).toArray();
        if (broken || pass.count() > before) {
            return null;
        }
        try {
            return schema.construct(components);
        } catch (IllegalArgumentException refused) {
            if (!absent) {
                refuse(refused);
            }
            return null;
        }
    }

    private void refuse(IllegalArgumentException refused) {
        String key = refused instanceof InvalidSetting invalid ? invalid.key() : "";
        String mend = refused instanceof InvalidSetting invalid ? invalid.mend() : "";
        Problem problem = Problem.user("invalid-setting", refused.getMessage(), whereIs(key), mend);
        if (mapping.get(key) == null) {
            pass.reportMissing(problem, this, key);
        } else {
            pass.report(problem);
        }
    }

    private Object component(Declaration declaration) {
        if (broken) {
            return null;
        }
        if (declaration.isIncluded()) {
            return construct(Schema.of(declaration.rawType()));
        }
        String name = declaration.name();
        Type type = declaration.type();
        Setting setting = declaration.setting();
        if (declaration.isPrefix()) {
            Slot slot = new Slot(name, withPrefix(declaration.prefix()), Tree.path(path, declaration.stem()));
            return values.bind(type, setting, slot);
        }
        Tree value = mapping.get(name);
        if (value != null && !value.isNull()) {
            return Schema.isSettings(declaration.rawType())
                    ? at(name).bind(declaration.rawType())
                    : values.bind(type, setting, new Slot(name, value, Tree.path(path, name)));
        }
        if (setting.required()) {
            missing(declaration, value != null);
            return null;
        }
        if (!setting.defaultValue().isEmpty()) {
            Scalar text = new Scalar(setting.defaultValue(), Form.TEXT, place);
            return values.bind(type, setting, new Slot(name, text, Tree.path(path, name)));
        }
        return absent(declaration);
    }

    private void missing(Declaration declaration, boolean written) {
        String name = declaration.name();
        String example = declaration.setting().example();
        Problem problem = Problem.user(
                "missing-setting",
                name + (written ? " has no value." : " is missing."),
                whereIs(name),
                "Add " + name + (example.isEmpty() ? "" : ": " + example) + " ("
                        + declaration.setting().value().replaceFirst("\\.$", "") + ").");
        pass.reportMissing(problem, this, name);
    }

    private Object absent(Declaration declaration) {
        Class<?> type = declaration.rawType();
        if (Schema.isSettings(type)) {
            return Schema.of(type).needsSomething()
                    ? null
                    : at(declaration.name()).bind(type);
        }
        return type == List.class ? List.of() : type == Map.class ? Map.of() : null;
    }

    private Mapping withPrefix(String prefix) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        mapping.entries().values().stream()
                .filter(entry -> entry.key().startsWith(prefix))
                .map(entry -> new Entry(entry.key().substring(prefix.length()), entry.keyMark(), entry.value()))
                .forEach(entry -> entries.put(entry.key(), entry));
        return new Mapping(entries, mapping.mark());
    }

    @Override
    public ObjectBinding at(String key) {
        known.add(key);
        return parts.computeIfAbsent(key, each -> {
            Entry entry = mapping.entries().get(key);
            Tree value = entry == null ? new Scalar("", Form.NULL, place) : entry.value();
            return pass.object(new Slot(key, value, Tree.path(path, key)), entry == null ? place : entry.keyMark());
        });
    }

    @Override
    public Optional<String> text(String key) {
        known.add(key);
        read.add(key);
        Tree value = mapping.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        pass.storable().sealByName(key, value);
        return values.text(new Slot(key, value, Tree.path(path, key)));
    }

    @Override
    public void report(String key, Problem problem) {
        undecided |= read.contains(key);
        Problem placed = problem.at(whereIs(key));
        if (key.isEmpty() || mapping.get(key) != null) {
            pass.report(placed);
        } else {
            pass.reportMissing(placed, this, key);
        }
    }

    @Override
    public void warn(String key, String what) {
        pass.warn(whereIs(key), what);
    }

    /** The place of a key's value; of this object when the key is not there or empty. */
    private Where whereIs(String key) {
        Mark found = mapping.find(key).mark();
        Mark mark = key.isEmpty() || found.equals(mapping.mark()) ? place : found;
        return pass.where(mark, key.isEmpty() ? path : Tree.path(path, key));
    }

    /** Reports the keys that nobody knows; called once, when all records are bound. */
    void finish() {
        boolean decided = !undecided && !(schemas.isEmpty() && parts.isEmpty());
        Set<String> candidates = new LinkedHashSet<>(decided ? known : read);
        schemas.stream()
                .filter(schema -> decided)
                .flatMap(schema -> schema.settings().stream())
                .filter(each -> !each.isPrefix())
                .forEach(each -> candidates.add(each.name()));
        for (Entry entry : mapping.entries().values()) {
            String key = entry.key();
            if (known.contains(key) || declares(key)) {
                continue;
            }
            Optional<String> why = schemas.stream()
                    .flatMap(schema -> schema.inapplicable(key).stream())
                    .findFirst();
            if (why.isPresent()) {
                pass.storable().sealByName(key, entry.value());
                pass.warn(whereIsKey(entry), key + " has no effect: " + why.get() + ".");
            } else {
                unknown(entry, candidates, decided);
            }
        }
    }

    /** @param decided false when only a key that looks like a candidate can be told to be wrong */
    private void unknown(Entry entry, Set<String> candidates, boolean decided) {
        String key = entry.key();
        Set<String> written = mapping.entries().keySet();
        List<String> open =
                candidates.stream().filter(each -> !written.contains(each)).toList();
        Optional<String> meant = Suggestion.nearest(key, open);
        if (meant.isEmpty() && !decided) {
            return;
        }
        meant.ifPresent(misspelt::add);
        String mend = meant.map(name -> "Write " + name + ".")
                .or(() -> pass.homeOf(key, this)
                        .map(home -> home.isEmpty() ? "Move it to the top level." : "Move it under " + home + "."))
                .or(() -> Suggestion.nearest(key, candidates).map(name -> "Remove it: " + name + " is set already."))
                .orElseGet(() -> Suggestion.mend(key, open));
        pass.report(Problem.user("unknown-setting", "there is no setting '" + key + "'.", whereIsKey(entry), mend));
    }

    private Where whereIsKey(Entry entry) {
        return pass.where(entry.keyMark(), Tree.path(path, entry.key()));
    }
}
