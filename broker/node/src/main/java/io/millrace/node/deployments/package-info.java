/**
 * Deployments: what users want, and how this node gets there.
 *
 * <p>The way of an apply:
 *
 * <pre>
 *  text ─► Definitions (read, translate, bind) ─► Admission (topics, files, limits)
 *       ─► DesiredState (one transaction: current state and kept generation) ─► the deployments topic
 *                                                                                      │ every node follows it
 *  Running ◄── Actor (start, pause, stop, try again) ◄── Reconciler ◄──────────────────┘
 *     └─► StatusBoard ─► the status topic
 * </pre>
 *
 * <p>{@link io.millrace.node.deployments.Deployments} is what the gateway sees. Kinds are known by their interface alone.
 */
package io.millrace.node.deployments;
