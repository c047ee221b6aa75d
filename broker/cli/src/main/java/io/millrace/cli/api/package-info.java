/**
 * The node's REST API as the command line calls it: {@link io.millrace.cli.api.Api} has a method a call, {@code Transport} makes
 * the requests and turns what went wrong into problems.
 */
package io.millrace.cli.api;
