/**
 * Protocol Buffers' binary encoding, read by the schema's text: {@link io.millrace.sinks.formats.protobuf.ProtoFiles} resolves the
 * names of what Wire's parser found, {@link io.millrace.sinks.formats.protobuf.MessageReader} goes along the fields as they come.
 *
 * <p>Source: Protocol Buffers documentation, "Encoding" and "Language Guide" (proto2, proto3).
 */
package io.millrace.sinks.formats.protobuf;
