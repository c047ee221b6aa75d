/**
 * What a plugin sees of Millrace, and all that it sees.
 *
 * <p>A plugin is a jar in {@code plugins/<name>/} with a {@link io.millrace.api.Plugin} found by {@link
 * java.util.ServiceLoader}. It contributes {@linkplain io.millrace.api.deployment.Kind kinds} of deployments and
 * {@linkplain io.millrace.api.connector.ConnectorType connector classes}. The packages:
 *
 * <ul>
 *   <li>{@code problem}: what is told to people when something is wrong;
 *   <li>{@code settings}: how a kind declares the settings that the node reads for it;
 *   <li>{@code deployment}: kinds, their life cycle, status and operations;
 *   <li>{@code feed}: how records of topics reach a handler, and how the handler answers;
 *   <li>{@code connector}: native sources and sinks;
 *   <li>{@code child}: processes that the node runs for a plugin;
 *   <li>{@code store}: objects by URI.
 * </ul>
 *
 * <p>Delivery is the node's job. A plugin holds no poll loop, no retry loop, no commit and no thread of its own.
 */
package io.millrace.api;
