/** Documents in somebody else's form, for the tests of what brings them into definitions. */
package io.millrace.testkit.documents;
