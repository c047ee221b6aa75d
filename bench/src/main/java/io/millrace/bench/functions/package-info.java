/**
 * {@code bench functions}: what the node adds to handlers in processes of their own. Every run of ours is a new node of the assembled
 * distribution. The peer is a {@link io.millrace.bench.peers.BareLoop}: it serves a process that is run by the very command, in the
 * very environment, with which a node ran one before.
 */
package io.millrace.bench.functions;
