/**
 * What a sink has open, what it covers, and how it becomes visible exactly once; the same for files and for objects of a bucket.
 *
 * <h2>The parts</h2>
 *
 * <ul>
 *   <li>{@link io.millrace.sinks.writer.SinkWriter} is the handler of a task: one lane writer for each lane.
 *   <li>{@link io.millrace.sinks.writer.LaneWriter} writes the records of a partition into open files, one for each folder that
 *       the {@linkplain io.millrace.sinks.writer.partitioner partitioner} names, and decides when they are done.
 *   <li>{@link io.millrace.sinks.writer.Spiller} keeps what they hold within the task's share of the memory, however many are open.
 *   <li>{@link io.millrace.sinks.writer.IntentLog} is the partition's log of what was promised.
 *   <li>{@link io.millrace.sinks.writer.Storage} is the place: all that differs between a folder and a bucket.
 * </ul>
 *
 * <h2>A flush</h2>
 *
 * <pre>
 *  records ─► outputs that nobody sees ─► sealed ─► intent n ─► published ─► durable up to the end
 *                       │                             │            │
 *        crash: garbage ┘     crash: rolled forward ──┴────────────┘
 * </pre>
 *
 * <p>The flush of a lane covers all its open files: every record from the end of the last flush up to an offset. Intent n holds
 * that range and, for each file, the sealed output and the name it gets. It is created only if there is no intent n: that is
 * the atomic point. Intents are numbered, one after the other, for each deployment, topic id and partition. Of two owners of a
 * partition, a late one and a new one, both know the same newest intent and so want to write the same number: one of them
 * wins, the other drops what it has and starts afresh from the winner's end.
 *
 * <p>Intent n + 1 is only written by an owner that has published intent n or found it published. So when a partition is opened,
 * only the newest intent can be unpublished; it is rolled forward, and its end is where the lane goes on. Intents that end
 * at or before the committed offset are removed, but never the newest.
 *
 * <h2>What is never done</h2>
 *
 * <ul>
 *   <li>An output is not dropped once an intent may name it: a failure from there on only leads to a fresh start.
 *   <li>Outputs of others are not dropped when a partition is opened, for a late owner may yet win with them, but after the first
 *       intent of one's own: from then on they cannot be named any more.
 *   <li>An intent does not step over a rejected record whose dead letter is not there yet.
 *   <li>A published file is not looked for again: users move files away.
 * </ul>
 */
package io.millrace.sinks.writer;
