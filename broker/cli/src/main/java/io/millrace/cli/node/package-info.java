/** Verbs about the node itself, and how one is started. */
package io.millrace.cli.node;
