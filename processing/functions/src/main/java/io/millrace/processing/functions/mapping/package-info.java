/**
 * Event source mappings: from records of topics to events, and from answers to offsets, as Lambda does it for Kafka.
 *
 * <p>{@link io.millrace.processing.functions.mapping.Mappings} makes a {@link
 * io.millrace.processing.functions.mapping.Mapping} for each entry of a function's {@code events}, {@link
 * io.millrace.processing.functions.mapping.MappingSettings}. A mapping is a feed of the node in a consumer group of its own. On a
 * record's way:
 *
 * <pre>
 *  feed ─► Filters ─► batch (feed) ─► EventEncoder ─► Invoker ─► answered ─► Output ─────────────────► committed
 *             │                          │                │        └─► ItemFailures: up to the lowest ─┘
 *             └─ passed by               ├─ too many      ├─ failed ─► again (feed), or halves
 *                                        │  for an event: │
 *                                        │  halves        └─ tries used up ─┐
 *                                        └─ too old, too large ─────────────┴─► FailureDestination ─► committed
 * </pre>
 *
 * <p>The feed polls, batches, waits, counts tries, splits and commits; {@link
 * io.millrace.processing.functions.mapping.MappingHandler} says what each outcome means. {@link
 * io.millrace.processing.functions.mapping.FailureDocument} is what a destination gets.
 */
package io.millrace.processing.functions.mapping;
