/** What people see of a running application: Flink's own web UI, and Flink's metrics among the node's. */
package io.millrace.processing.flink.ui;
