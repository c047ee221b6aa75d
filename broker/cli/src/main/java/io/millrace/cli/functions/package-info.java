/** What is for functions alone. */
package io.millrace.cli.functions;
