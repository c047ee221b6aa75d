/** What runs inside Flink's processes, on every line of Flink that is taken: the main class of an application's own cluster. */
package io.millrace.processing.flink.runtime;
