/** What is counted: one registry for the node, and the meters that a deployment is given. */
package io.millrace.node.metrics;
