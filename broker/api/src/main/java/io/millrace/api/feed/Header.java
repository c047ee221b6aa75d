package io.millrace.api.feed;

/**
 * A header of a record.
 *
 * @param name not null
 * @param value may be null
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as Kafka hands them over; never compared
public record Header(String name, byte[] value) {}
