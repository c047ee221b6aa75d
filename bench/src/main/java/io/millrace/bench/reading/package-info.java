/**
 * Reading a topic: the feed against a plain consumer's loop.
 *
 * <p>Each run is a JVM of its own ({@link io.millrace.bench.reading.ReadMain}): a {@link io.millrace.bench.reading.Reader}, ours
 * or the peer's, shows every value to a {@link io.millrace.bench.reading.Probe}, which measures. The peer's consumer has the very
 * properties that the feed's was made with, as that one reported them.
 */
package io.millrace.bench.reading;
