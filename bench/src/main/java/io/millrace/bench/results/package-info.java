/** What was measured, what it is held against, and how it is written down. No I/O but {@link io.millrace.bench.results.ResultsFile}. */
package io.millrace.bench.results;
