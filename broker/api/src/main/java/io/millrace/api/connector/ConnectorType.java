package io.millrace.api.connector;

import io.millrace.api.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * One value of {@code connector.class} that is run natively.
 *
 * @param <S> the settings record, bound from the deployment's {@code config}. Settings common to all connectors ({@code name},
 *     {@code connector.class}, {@code tasks.max}, {@code topics}, {@code topics.regex}, {@code errors.*}, converters,
 *     {@code consumer.override.*}) are the node's and need not be declared; a component may still ask for one of them
 */
public sealed interface ConnectorType<S extends Record> permits SourceType, SinkType {

    /** Names it answers to: the short form first ({@code FileSink}), then class names that users have in their files. */
    List<String> classNames();

    Class<S> settings();

    /**
     * Checks what the settings record alone cannot: that a file can be read, a folder written. Runs on a worker thread at
     * {@code lint} and {@code apply}; must change nothing.
     */
    default List<Problem> validate(S settings) {
        return List.of();
    }

    /**
     * What the user should know of settings that are taken: by name of the setting, a sentence. Must not block.
     */
    default Map<String, String> warnings(S settings) {
        return Map.of();
    }
}
