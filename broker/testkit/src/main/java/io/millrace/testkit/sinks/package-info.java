/**
 * What every exactly-once sink must hold, as a test: extend {@link io.millrace.testkit.sinks.SinkContract}, say how to start the
 * sink and how to read what it wrote, and run it.
 *
 * <p>The rest of the package stands in for the node: a {@link io.millrace.testkit.sinks.TestPartition} is a partition and its
 * group's committed offset, a {@link io.millrace.testkit.sinks.TestFeed} is a member that hands its records to a handler by the
 * rules of {@link io.millrace.api.feed}, on the thread of the test and one call at a time, so that a test can stop it anywhere.
 */
package io.millrace.testkit.sinks;
