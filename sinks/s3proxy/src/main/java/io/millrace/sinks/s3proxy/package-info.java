/** The embedded object store: s3proxy over a folder, as a process of its own that lists whole objects only. */
package io.millrace.sinks.s3proxy;
