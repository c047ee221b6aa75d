/**
 * Processes that a plugin has the node run: user code, an embedded service.
 *
 * <p>The node starts them, starts them again when they end, keeps their logs, and sees to it that none outlives the node,
 * however that ends.
 */
package io.millrace.api.child;
