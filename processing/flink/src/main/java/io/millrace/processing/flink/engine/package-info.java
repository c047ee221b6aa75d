/** Flink, as an application is run on it: the runtimes, their REST API, processes of the node and clusters that exist. */
package io.millrace.processing.flink.engine;
