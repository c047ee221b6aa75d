/** Flink applications under a node, beside the same jar on a session cluster of the same Flink. */
package io.millrace.bench.flink;
