/**
 * Shows that nothing is lost: what a producer got acknowledged is in the files and objects of the sinks exactly once and in order,
 * whatever happens to the node in between.
 *
 * <p>Everything that is judged runs as it does for a user: the assembled distribution as a process of its own
 * ({@link io.millrace.dist.faults.RealNode}), killed with SIGKILL; a loader that is another process
 * ({@link io.millrace.dist.faults.Loader}) and keeps its own log of what was acknowledged; files that are read back without any code
 * of the writer, Parquet by DuckDB and objects through AWS's client ({@link io.millrace.dist.faults.ReadBack}), and compared with that
 * log ({@link io.millrace.dist.faults.Ledger}); and somebody who lists them all the time meanwhile
 * ({@link io.millrace.dist.faults.Onlooker}).
 *
 * <p>A {@link io.millrace.dist.faults.KillRound} aims its kills at the moments that matter; which one was hit is told afterwards
 * ({@link io.millrace.dist.faults.Aftermath}), by the sink's disk as the kill left it and by what the broker had written about
 * the group until then.
 *
 * <p>A function promises less: what was acknowledged is handled at least once, and nothing is committed before. A
 * {@link io.millrace.dist.faults.CallRound} kills nodes in the same way, and reads what the function itself wrote down.
 */
package io.millrace.dist.faults;
