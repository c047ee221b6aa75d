/**
 * {@code millrace demo}: real events through a node of its own, checked by readers that share no code with what wrote them.
 *
 * <p>{@link io.millrace.cli.demo.Demo} starts a {@code DemoNode} and runs each {@code Part} on it; a new part is a class and a place
 * in the list. A part applies a sample through the public API and compares what comes of it with the sample's {@code
 * expected.json}.
 */
package io.millrace.cli.demo;
