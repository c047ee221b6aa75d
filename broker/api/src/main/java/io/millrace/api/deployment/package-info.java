/**
 * Deployments: what a user applied, and how a plugin runs it.
 *
 * <p>A {@link io.millrace.api.deployment.Kind} declares its settings and operations, checks a definition, and starts it: what
 * answers is a {@link io.millrace.api.deployment.Running}, which the node pauses, resumes, asks and stops. A change of the
 * definition is a stop and a start with the new settings, unless nothing but labels changed. The node keeps the desired state;
 * a kind keeps none.
 */
package io.millrace.api.deployment;
