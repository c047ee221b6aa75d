/**
 * Applications as they were declared for Amazon Managed Service for Apache Flink, brought into definitions of this platform: the
 * JSON of CreateApplication, and with it the RunConfiguration of StartApplication.
 *
 * <p>{@link io.millrace.processing.flink.createapplication.CreateApplication} is the entry and lists what a request may hold;
 * a {@code Field} says what becomes of one. What is wrong is a problem and refuses the submission. What cannot apply here (roles,
 * networks, CloudWatch) is a warning.
 */
package io.millrace.processing.flink.createapplication;
