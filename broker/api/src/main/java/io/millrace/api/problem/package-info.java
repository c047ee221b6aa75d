/**
 * Problems are for people: what is wrong, where, and how to mend it.
 *
 * <p>The same {@link io.millrace.api.problem.Problem} is a line on the command line, an {@code application/problem+json}
 * body and a log line. Whoever checks something collects every problem before it throws one {@link
 * io.millrace.api.problem.ProblemException}.
 */
package io.millrace.api.problem;
