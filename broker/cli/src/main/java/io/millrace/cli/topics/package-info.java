/** Verbs about what flows: topics, consumer groups, records in and out. */
package io.millrace.cli.topics;
