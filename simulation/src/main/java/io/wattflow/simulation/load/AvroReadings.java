package io.wattflow.simulation.load;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.util.Arrays;

/** Single-object encodings of the current schema, back to back. */
public final class AvroReadings implements ReadingWriter {
  private final ReadingEncoder encoder = new ReadingEncoder();
  private byte[] buffer = new byte[8 * 1024];
  private int position;
  private int size;

  @Override
  public void add(DecodedReading reading) {
    int length = encoder.write(reading);
    if (buffer.length - position < length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, position + length));
    }
    System.arraycopy(encoder.buffer(), 0, buffer, position, length);
    position += length;
    size++;
  }

  /** By the current schema too: the door takes bodies of one schema. */
  @Override
  public void addLegacy(DecodedReading reading) {
    add(reading);
  }

  @Override
  public boolean canWrite(DecodedReading reading) {
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] take() {
    byte[] body = Arrays.copyOf(buffer, position);
    position = 0;
    size = 0;
    return body;
  }
}
