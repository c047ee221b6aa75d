/** What ours is measured against: one file a peer, written as its own users would write it. */
package io.millrace.bench.peers;
