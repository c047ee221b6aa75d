/**
 * Benchmarks of the platform. Each one runs ours and a peer in turns, in processes of their own, and holds the medians against a
 * line.
 */
package io.millrace.bench;
