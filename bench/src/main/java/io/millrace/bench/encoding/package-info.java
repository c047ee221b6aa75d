/**
 * {@code bench encode}: JSON into Parquet, without a broker. The records are bids like Nexmark's in a file of JSON lines; each run is
 * a process of its own that reads them one by one and writes Parquet to nowhere.
 */
package io.millrace.bench.encoding;
