package io.wattflow.simulation.load;

/**
 * What is posted to the door.
 *
 * @param bytes as they go over the wire; not to be changed
 * @param contentType of the bytes, once they are unpacked
 * @param gzip whether the bytes are packed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
public record DoorBody(byte[] bytes, String contentType, boolean gzip) {}
