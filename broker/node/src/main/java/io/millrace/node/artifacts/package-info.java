/**
 * Files that definitions name (jars, data), kept under the digest of their content, so that a rollback or another generation
 * finds them again.
 */
package io.millrace.node.artifacts;
