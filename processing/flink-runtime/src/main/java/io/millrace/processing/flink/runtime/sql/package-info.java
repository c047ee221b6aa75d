/**
 * Scripts of SQL as Flink applications. {@link io.millrace.processing.flink.runtime.sql.SqlCheck} is run when a script is applied;
 * {@link io.millrace.processing.flink.runtime.sql.SqlRunner} is the main class of the application and travels with the script in its
 * jar. Both do the same with each statement, in {@code SqlSession}.
 */
package io.millrace.processing.flink.runtime.sql;
