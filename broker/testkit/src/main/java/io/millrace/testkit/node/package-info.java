/** A whole node inside the test's JVM, asked over HTTP as a user would. */
package io.millrace.testkit.node;
