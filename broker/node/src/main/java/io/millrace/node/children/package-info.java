/**
 * Processes that the node runs for plugins.
 *
 * <p>Each is started under a small shell that holds a pipe from the node: when the pipe ends, so does the child's process group.
 * Should even that shell be killed, the next start of the node ends what it finds on record.
 *
 * <pre>
 * children/NAME/log    output, and log.1 the part before
 * children/NAME/pid    the process, while it runs
 * </pre>
 */
package io.millrace.node.children;
