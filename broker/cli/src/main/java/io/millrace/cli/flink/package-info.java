/** Verbs about Flink. */
package io.millrace.cli.flink;
