/**
 * Functions: handlers written for AWS Lambda, unmodified, fed from topics.
 *
 * <p>{@code invoke} runs handlers: child processes that speak Lambda's Runtime API. {@code mapping} feeds them: event source
 * mappings that filter, batch, invoke and deal with failures as Lambda does for Kafka. The two meet in {@link
 * io.millrace.processing.functions.invoke.Invoker}.
 */
package io.millrace.processing.functions;
