package io.millrace.sinks.writer;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The intents of one {@link Area}, oldest to newest, as they were when it was read and as this owner has added to it. */
final class IntentLog {

    private static final String PUBLISHED = ".published";

    private final Storage storage;
    private final String folder;
    private final TreeMap<Long, Intent> intents = new TreeMap<>();
    private final Set<Long> published = new HashSet<>();

    private IntentLog(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
    }

    static IntentLog read(Storage storage, Area area) throws IOException {
        IntentLog log = new IntentLog(storage, area.intents());
        for (String name : storage.list(log.folder)) {
            if (name.endsWith(PUBLISHED)) {
                log.published.add(Long.valueOf(name.substring(0, name.length() - PUBLISHED.length())));
            } else {
                // It may be gone by now: an owner that is late removes what is committed.
                storage.read(log.folder + "/" + name)
                        .map(Intent::parse)
                        .ifPresent(intent -> log.intents.put(intent.number(), intent));
            }
        }
        return log;
    }

    Optional<Intent> oldest() {
        return Optional.ofNullable(intents.firstEntry()).map(Map.Entry::getValue);
    }

    Optional<Intent> newest() {
        return Optional.ofNullable(intents.lastEntry()).map(Map.Entry::getValue);
    }

    /** The number after the newest. */
    long nextNumber() {
        return intents.isEmpty() ? 0 : intents.lastKey() + 1;
    }

    boolean isPublished(Intent intent) {
        return published.contains(intent.number());
    }

    /** @return false when another owner has written an intent of that number, or one after it */
    boolean add(Intent intent) throws IOException {
        String name = name(intent.number());
        boolean created = storage.createNew(name, intent.toBytes());
        if (!created) {
            // A storage that tries again by itself may find what it wrote at the first try.
            created =
                    storage.read(name).map(Intent::parse).filter(intent::equals).isPresent();
        }
        if (created && isOvertaken(intent.number())) {
            storage.delete(name);
            created = false;
        }
        if (created) {
            intents.put(intent.number(), intent);
        }
        return created;
    }

    /** A number may be free because its intent is committed and removed; then there is a newer one, for the newest always stays. */
    private boolean isOvertaken(long number) throws IOException {
        return storage.list(folder).stream()
                .filter(name -> !name.endsWith(PUBLISHED))
                .anyMatch(name -> Long.parseLong(name) > number);
    }

    void markPublished(Intent intent) throws IOException {
        storage.mark(name(intent.number()) + PUBLISHED);
        published.add(intent.number());
    }

    /** Removes what nobody can need: intents before the newest that end at or before the committed offset. */
    void prune(long committed) throws IOException {
        while (intents.size() > 1 && intents.firstEntry().getValue().end() <= committed) {
            long number = intents.firstKey();
            storage.delete(name(number) + PUBLISHED);
            storage.delete(name(number));
            intents.remove(number);
            published.remove(number);
        }
    }

    private String name(long number) {
        return folder + "/" + String.format("%020d", number);
    }
}
