/**
 * What users write, on its way to the node: read from {@code -f}, sent in one piece per folder, with the files that the definitions
 * name uploaded by digest, and problems told at the user's own lines.
 */
package io.millrace.cli.definitions;
