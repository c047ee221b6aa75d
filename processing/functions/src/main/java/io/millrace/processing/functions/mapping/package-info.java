/** Event source mappings: from records of topics to events, and from answers to offsets. */
package io.millrace.processing.functions.mapping;
