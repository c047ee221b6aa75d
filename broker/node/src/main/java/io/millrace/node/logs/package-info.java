/** What the node's log says of each deployment, for who asks. */
package io.millrace.node.logs;
