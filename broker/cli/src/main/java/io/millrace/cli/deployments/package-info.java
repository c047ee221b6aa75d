/** Verbs about what was applied: look at it, change its life cycle, move it back, ask its kind. */
package io.millrace.cli.deployments;
