/**
 * How a kind or a connector class declares its settings: a record whose components carry {@link
 * io.millrace.api.settings.Setting}.
 *
 * <p>The node reads the user's YAML, JSON or properties, keeps the place of every value, reports unknown keys, wrong types
 * and values out of range all at once, and only then builds the record. One declaration feeds the binder, the linter and
 * the generated reference. Component types: {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}
 * (and their boxes), enums, {@link java.time.Duration}, {@link io.millrace.api.settings.ByteSize}, {@link
 * io.millrace.api.settings.Secret}, {@link io.millrace.api.settings.Artifact}, {@code List} (also written as a
 * comma-separated text), {@code Map<String, …>}, nested settings records, and {@link io.vertx.core.json.JsonObject} for a
 * free tree. A component without default that is not {@code required} is null, an empty list or an empty map.
 */
package io.millrace.api.settings;
