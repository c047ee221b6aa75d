/**
 * The command line: a verb is a class, and a client of the node's REST API.
 *
 * <p>{@link io.millrace.cli.Millrace} lists the verbs. They share {@link io.millrace.cli.Connection} (which node), {@link
 * io.millrace.cli.Output} (table, JSON or YAML) and {@link io.millrace.cli.Errors} (what goes to standard error, and the exit
 * code); all else they say in their own class. Packages by what a verb is about: {@code definitions}, {@code deployments}, {@code
 * topics}, {@code node}, {@code demo}; {@code api} has a method for each call of the REST API.
 */
package io.millrace.cli;
