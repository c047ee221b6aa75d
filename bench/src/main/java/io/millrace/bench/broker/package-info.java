/** The broker that readers are measured on: a process of its own, the same for ours and the peer. */
package io.millrace.bench.broker;
