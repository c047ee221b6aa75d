/**
 * Finds the plugins of a node and keeps each in a class loader of its own.
 *
 * <p>A plugin is a folder {@code plugins/<name>/} of jars with one {@link io.millrace.api.Plugin} service. {@link
 * io.millrace.node.plugins.PluginClassLoader} decides which classes it shares with the node; {@link
 * io.millrace.node.plugins.Crossing} sets the context class loader around every call from the node into a plugin and back;
 * {@link io.millrace.node.plugins.Plugins} loads all of them at start and refuses the start when one is broken or doubled.
 */
package io.millrace.node.plugins;
