package io.millrace.processing.functions.invoke;

/**
 * Something on this machine that runs handlers of a language.
 *
 * @param executable absolute path; empty for {@code provided}
 * @param version as in {@link RuntimeId#version()}
 */
record Program(String executable, int version) {}
