/** Runs handlers: children of each runtime, the Runtime API they speak, their deadlines, memory and logs. */
package io.millrace.processing.functions.invoke;
