/** What breaks around a node: a network that lies, a disk that is small. */
package io.millrace.testkit.faults;
