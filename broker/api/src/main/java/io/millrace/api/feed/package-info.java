/**
 * How records reach a handler and how it answers.
 *
 * <p>A <b>feed</b> reads the partitions of one deployment. Each assigned partition is a <b>lane</b>: opened once, fed in
 * offset order, closed once. A <b>delivery</b> carries one or more <b>batches</b>, each of consecutive records of one
 * partition, no partition twice. The handler gives two separate answers: <em>accepted</em> (the future of {@link
 * io.millrace.api.feed.RecordHandler#deliver} completed: the lane may hand over more) and <em>durable up to offset N</em>
 * ({@link io.millrace.api.feed.Lane#durable}): only durable offsets are committed.
 *
 * <p>Every method of one handler is called on one Vert.x context, never two at a time. Retry, back-off, bisecting, dead
 * letters, memory limits and commits are the feed's.
 */
package io.millrace.api.feed;
