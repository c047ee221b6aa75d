/**
 * The S3 sink: topics into objects of a bucket, exactly once; and the node's objects under {@code s3:} URIs.
 *
 * <p>The settings are those of Confluent's S3 sink. What is written and when it becomes visible is the {@link
 * io.millrace.sinks.writer writer's}; this package says what a place, an output and an atomic step are in S3:
 *
 * <ul>
 *   <li>an output is a multipart upload, whose object is there when the upload is completed;
 *   <li>it is on record in the private folder before its first part, so that whoever goes on finds and aborts what is his, and
 *       nobody else's; an upload without parts, which a crash in between leaves, holds nothing;
 *   <li>a small object is created with {@code If-None-Match}, so that of several writers one wins;
 *   <li>publishing is completing; an upload that is gone while its object is there was completed before.
 * </ul>
 *
 * <p>S3 is reached through Hadoop's S3A. Where a sink names no store of its own, its objects go where the node's file says: to
 * the {@linkplain io.millrace.sinks.s3.EmbeddedStore embedded store} unless told.
 */
package io.millrace.sinks.s3;
