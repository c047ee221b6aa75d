/**
 * The feed: from partitions to a handler, losing nothing.
 *
 * <h2>Two sides</h2>
 *
 * <p>A {@link io.millrace.node.feed.FeedMember} is one member of the deployment's consumer group. It has two sides that share
 * nothing but messages:
 *
 * <ul>
 *   <li>the <b>poll thread</b> ({@link io.millrace.node.feed.PollLoop}) owns the {@code KafkaConsumer}. It never stops polling,
 *       so membership never depends on how long a handler takes; it pauses single partitions whose lane is full; it commits
 *       what is durable.
 *   <li>the <b>context</b> ({@link io.millrace.node.feed.Dispatcher}) is one Vert.x context, a worker where the handler blocks. It
 *       cuts what was fetched into deliveries and runs each one ({@link io.millrace.node.feed.DeliveryRun}): retry, bisecting,
 *       dead letters.
 * </ul>
 *
 * <h2>The life of a lane</h2>
 *
 * <p>A {@link io.millrace.node.feed.FeedLane} is one opening of an assigned partition:
 *
 * <pre>
 *  assigned ─► OPENING ──handler.open──► OPEN ──revoked: flush, commit──► CLOSED
 *                 ▲                       │  └──lost: drop──────────────► CLOSED
 *                 └── after a back-off ◄──┘ reopen: drop, fence, a new lane
 * </pre>
 *
 * <p>A closed lane ignores whatever still comes from its handler: that is the fence. While a lane is opening its partition is
 * paused; records fetched for an earlier lane of the partition carry that lane and are dropped with it.
 *
 * <h2>The life of a delivery</h2>
 *
 * <pre>
 *  handed over ─► accepted ─────────────────────────────► (durable, later or at once) ─► committed
 *      ▲    │         ├─ some rejected ─► dead letters ──┘
 *      │    │         └─ up to some record only: the rest as if it had failed
 *      │    ├─ unavailable ─► wait ─┐
 *      │    ├─ failed ──────► wait ─┤ attempts or age used up ─► halves, down to one record ─► dead letter
 *      └────┼───────────────────────┘
 *           ├─ split ──────────────────────────────────────► halves, each as if handed over for the first time
 *           ├─ rejected ───────────────────────────────────► halves, down to one record ─► dead letter
 *           └─ fatal ─► the feed fails and says why
 * </pre>
 *
 * <h2>What is committed</h2>
 *
 * <p>Only offsets that the handler reported durable, and never past a record whose dead letter is not yet acknowledged. The
 * offset after the last record of a fetch is the consumer's own next offset, so that transaction markers and compacted gaps
 * advance too. On revocation the lane is flushed within a deadline and committed synchronously before the partition is given
 * up.
 *
 * <h2>Memory</h2>
 *
 * <p>All feeds of a node share a {@link io.millrace.node.feed.MemoryBudget} of a quarter of the heap: half of a member's share
 * bounds what the client fetches ahead, the other half, up to 8 MiB, what waits in lanes.
 */
package io.millrace.node.feed;
