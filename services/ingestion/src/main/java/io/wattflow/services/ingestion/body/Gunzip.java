package io.wattflow.services.ingestion.body;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Uncompresses a gzip body within bounds: a bomb is found out before it has taken memory. */
public final class Gunzip {
  private static final int FIRST = 16 * 1024;
  private static final int WINDOW = 8 * 1024;

  private byte[] bytes = new byte[FIRST];
  private int length;

  private Gunzip() {}

  /** The body is larger than memory set aside for bodies allows. */
  public static final class NoRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    NoRoomException() {
      super("no memory is left for bodies", null, false, false);
    }
  }

  /**
   * Uncompresses.
   *
   * @param maxBytes of the result
   * @param reserve asks for room for so many bytes more
   * @throws MalformedBodyException if it is no gzip, cut off, wrong by its checksum, or too large
   * @throws NoRoomException if {@code reserve} says no
   */
  public static Gunzip of(byte[] compressed, int length, int maxBytes, LongPredicate reserve)
      throws MalformedBodyException, NoRoomException {
    Gunzip result = new Gunzip();
    if (!reserve.test(result.bytes.length)) {
      throw new NoRoomException();
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length), WINDOW)) {
      int read = in.read(result.bytes, 0, result.bytes.length);
      while (read >= 0) {
        result.length += read;
        if (result.length > maxBytes) {
          throw new MalformedBodyException(
              413, "TOO_LARGE", "more than " + maxBytes + " bytes when uncompressed");
        }
        if (result.length == result.bytes.length) {
          result.grow(maxBytes, reserve);
        }
        read = in.read(result.bytes, result.length, result.bytes.length - result.length);
      }
      return result;
    } catch (EOFException e) {
      throw new MalformedBodyException(400, "TRUNCATED_GZIP", "the gzip body is cut off");
    } catch (ZipException e) {
      throw new MalformedBodyException(400, "MALFORMED_GZIP", "no gzip: " + e.getMessage());
    } catch (IOException e) {
      throw new MalformedBodyException(400, "MALFORMED_GZIP", String.valueOf(e.getMessage()));
    }
  }

  private void grow(int maxBytes, LongPredicate reserve) throws NoRoomException {
    // One byte more than allowed, so that too much is seen.
    int larger = (int) Math.min((long) bytes.length * 2, (long) maxBytes + 1);
    if (!reserve.test(larger - bytes.length)) {
      throw new NoRoomException();
    }
    bytes = Arrays.copyOf(bytes, larger);
  }

  /** The result begins at 0 and is {@link #length()} bytes long. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** What was reserved for it, in bytes. */
  public int reserved() {
    return bytes.length;
  }
}
