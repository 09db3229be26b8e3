package io.wattflow.simulation.load;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs bodies by RFC 1952 with one deflater for all of them: a new one for each would cost more
 * than the packing of a small body. Not thread-safe.
 */
final class Gzip {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER = 8;
  private static final int LEAST_ROOM = 512;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 checksum = new CRC32();
  private byte[] buffer = new byte[8 * 1024];

  byte[] pack(byte[] bytes) {
    System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
    int position = HEADER.length;
    deflater.reset();
    deflater.setInput(bytes);
    deflater.finish();
    while (!deflater.finished()) {
      if (buffer.length - position < LEAST_ROOM) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      position += deflater.deflate(buffer, position, buffer.length - position - TRAILER);
    }
    checksum.reset();
    checksum.update(bytes);
    putInt(position, checksum.getValue());
    putInt(position + Integer.BYTES, bytes.length);
    return Arrays.copyOf(buffer, position + TRAILER);
  }

  private void putInt(int at, long value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      buffer[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
