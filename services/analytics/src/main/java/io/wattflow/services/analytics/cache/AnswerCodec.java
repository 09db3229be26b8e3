package io.wattflow.services.analytics.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers as bytes, for Redis:
 *
 * <pre>
 * version   1 byte, 2
 * checksum  4 bytes, CRC-32C of all that follows
 * packed    1 byte, 1: the body is compressed with gzip, otherwise 0
 * status    2 bytes
 * loaded, fresh until, stale until   8 bytes each, epoch ms
 * media type                         1 byte of length, UTF-8
 * address of the next page           2 bytes of length, UTF-8; empty: none
 * length of the body                 4 bytes, before it was compressed
 * body                               all the rest
 * </pre>
 *
 * <p>Numbers are big-endian. What another version has written, or what is damaged, is no answer.
 */
final class AnswerCodec {
  /** Bodies above it are compressed, in bytes. */
  static final int PACKED_ABOVE = 1_024;

  /** Bodies above it are not written, in bytes. */
  static final int LONGEST_BODY = 64 << 20;

  private static final byte VERSION = 2;
  private static final int CHECKED_FROM = 1 + Integer.BYTES;
  private static final int FIXED =
      CHECKED_FROM + 1 + Short.BYTES + 3 * Long.BYTES + 1 + Short.BYTES + Integer.BYTES;
  private static final int LONGEST_MEDIA_TYPE = 255;
  private static final int LONGEST_NEXT = 65_535;

  private AnswerCodec() {}

  /** Whether an answer is written at all: of its body, 64 MiB at most. */
  static boolean fits(Answer answer) {
    return answer.body().length <= LONGEST_BODY
        && utf8(answer.mediaType()).length <= LONGEST_MEDIA_TYPE
        && next(answer).length <= LONGEST_NEXT;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] next(Answer answer) {
    String next = answer.next();
    return utf8(next == null ? "" : next);
  }

  /**
   * An answer's bytes.
   *
   * @throws IllegalArgumentException if it does not {@linkplain #fits fit}
   */
  static byte[] encode(CachedAnswer cached) {
    if (!fits(cached.answer())) {
      throw new IllegalArgumentException("too long an answer");
    }
    byte[] body = cached.answer().body();
    byte[] mediaType = utf8(cached.answer().mediaType());
    byte[] next = next(cached.answer());
    byte[] packed = body.length > PACKED_ABOVE ? packed(body) : body;
    byte[] kept = packed.length < body.length ? packed : body;
    ByteBuffer bytes =
        ByteBuffer.allocate(FIXED + mediaType.length + next.length + kept.length)
            .put(VERSION)
            .putInt(0)
            .put((byte) (kept == body ? 0 : 1))
            .putShort((short) cached.answer().status())
            .putLong(cached.loadedAt())
            .putLong(cached.freshUntil())
            .putLong(cached.staleUntil())
            .put((byte) mediaType.length)
            .put(mediaType)
            .putShort((short) next.length)
            .put(next)
            .putInt(body.length)
            .put(kept);
    return bytes.putInt(1, checksum(bytes.array())).array();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM);
    return (int) checksum.getValue();
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** The answer; null if these are not the bytes of one. */
  static @Nullable CachedAnswer decode(byte[] bytes) {
    if (bytes.length < FIXED || bytes[0] != VERSION) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    if (in.getInt() != checksum(bytes)) {
      return null;
    }
    try {
      return decode(in);
    } catch (BufferUnderflowException | IOException e) {
      return null;
    }
  }

  private static @Nullable CachedAnswer decode(ByteBuffer in) throws IOException {
    boolean packed = in.get() == 1;
    int status = in.getShort();
    long loadedAt = in.getLong();
    long freshUntil = in.getLong();
    long staleUntil = in.getLong();
    String mediaType = text(in, Byte.toUnsignedInt(in.get()));
    String next = text(in, Short.toUnsignedInt(in.getShort()));
    int length = in.getInt();
    if (length < 0 || length > LONGEST_BODY || freshUntil > staleUntil) {
      return null;
    }
    byte[] kept = new byte[in.remaining()];
    in.get(kept);
    byte[] body = packed ? unpacked(kept, length) : kept;
    if (body.length != length) {
      return null;
    }
    Answer answer = new Answer(status, mediaType, body, next.isEmpty() ? null : next);
    return CachedAnswer.of(answer, loadedAt, freshUntil, staleUntil);
  }

  private static String text(ByteBuffer in, int bytes) {
    byte[] text = new byte[bytes];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** At most one byte more than it should have. */
  private static byte[] unpacked(byte[] packed, int length) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readNBytes(length + 1);
    }
  }
}
