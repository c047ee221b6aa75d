package io.millrace.node.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** The last lines of the log that are about a deployment, and those to come. Kept in memory while the node runs. Any thread. */
public final class DeploymentLogs implements AutoCloseable {

    /** The key that lines about a deployment have, with {@code KIND/NAME}. */
    private static final String KEY = "deployment";

    private static final int KEPT_LINES = 200;
    private static final int KEPT_DEPLOYMENTS = 500;
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c{1} %m %X%notEmpty{ %ex{separator( | )}}";

    private final Map<String, Deque<String>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<String>> eldest) {
            return size() > KEPT_DEPLOYMENTS;
        }
    };
    private final Map<String, List<Consumer<String>>> followers = new HashMap<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Tap tap = new Tap();

    /** Ends a {@link #follow}. */
    @FunctionalInterface
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /** Listens to the log of this process until it is closed. */
    public DeploymentLogs() {
        tap.start();
        context.getConfiguration().getRootLogger().addAppender(tap, null, null);
        context.updateLoggers();
    }

    /** Oldest first. */
    public synchronized List<String> lines(String deployment) {
        return List.copyOf(kept.getOrDefault(deployment, new ArrayDeque<>()));
    }

    /** @param listener told the kept lines at once, then each new one on the thread that logs: it must not block, nor log */
    public synchronized Following follow(String deployment, Consumer<String> listener) {
        lines(deployment).forEach(listener);
        followers.computeIfAbsent(deployment, first -> new ArrayList<>()).add(listener);
        return () -> leave(deployment, listener);
    }

    private synchronized void leave(String deployment, Consumer<String> listener) {
        followers.computeIfPresent(deployment, (name, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    private synchronized void take(String deployment, String line) {
        Deque<String> lines = kept.computeIfAbsent(deployment, first -> new ArrayDeque<>());
        lines.add(line);
        if (lines.size() > KEPT_LINES) {
            lines.remove();
        }
        followers.getOrDefault(deployment, List.of()).forEach(follower -> follower.accept(line));
    }

    @Override
    public void close() {
        context.getConfiguration().getRootLogger().removeAppender(tap.getName());
        context.updateLoggers();
        tap.stop();
    }

    private final class Tap extends AbstractAppender {

        Tap() {
            super(
                    "deployments-" + System.identityHashCode(DeploymentLogs.this),
                    null,
                    PatternLayout.newBuilder()
                            .withPattern(PATTERN)
                            .withAlwaysWriteExceptions(false)
                            .build(),
                    true,
                    Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            String deployment = event.getContextData().getValue(KEY);
            if (deployment != null) {
                take(deployment, toSerializable(event).toString());
            }
        }
    }
}
