/** The life of one application: submit, watch, recover, update, rescale, and the snapshots that all of that rests on. */
package io.millrace.processing.flink.application;
