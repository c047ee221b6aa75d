/**
 * An application's code: {@link io.millrace.processing.flink.code.Code} is what its definition says of it, {@link
 * io.millrace.processing.flink.code.Programs} checks it and makes the jar that Flink is given.
 *
 * <pre>
 * META-INF/MANIFEST.MF        Main-Class
 * com/amazonaws/…             what stands for the runtime library of Managed Service for Apache Flink, and the property groups
 * io/millrace/…, millrace/…   what runs a script, and the script
 * lib/NNN-….jar               the user's jar, then the jars in its own folder lib, then libraries, then connectors of a script
 * </pre>
 *
 * <p>Flink puts the jar itself and what lies in its folder lib on the application's class path, in this order. It unpacks one level
 * only, so jars inside the user's jar move up.
 */
package io.millrace.processing.flink.code;
