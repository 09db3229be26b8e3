package io.wattflow.services.analytics.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that does not change while the service runs, compressed once.
 *
 * @param type its media type
 * @param zipped null where compression does not make it smaller
 * @param digest of its bytes, in hexadecimal
 */
record StaticFile(String type, Buffer plain, @Nullable Buffer zipped, String digest) {
  private static final String GZIP = "gzip";
  private static final int DIGEST_BYTES = 16;

  static StaticFile of(String type, byte[] bytes) {
    byte[] zipped = zip(bytes);
    return new StaticFile(
        type,
        Buffer.buffer(bytes),
        zipped.length < bytes.length ? Buffer.buffer(zipped) : null,
        digest(bytes));
  }

  /** The first half of a SHA-256, in hexadecimal. */
  static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream out = new BestGzip(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /** Done once for each start, so it may take its time. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /**
   * Answers with this file, compressed if the client takes that, or with 304 if it has these bytes.
   *
   * @param cacheControl how long it may be kept
   */
  void send(HttpServerRequest request, String cacheControl) {
    HttpServerResponse response = request.response();
    Buffer compressed = takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)) ? zipped : null;
    // A strong tag stands for bytes, and these are other ones.
    String etag = '"' + digest + (compressed == null ? "" : "-" + GZIP) + '"';
    response
        .putHeader(HttpHeaders.ETAG, etag)
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (CacheHeaders.matches(request, etag)) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (compressed != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    Buffer body = compressed == null ? plain : compressed;
    response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(body);
    }
  }

  /** Whether an Accept-Encoding names gzip, or anything, without the weight 0. */
  static boolean takesGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    boolean any = false;
    for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] coding = part.trim().split("\\s*;\\s*", -1);
      boolean refused = coding.length > 1 && coding[1].matches("q=0(\\.0{0,3})?");
      if (coding[0].equals(GZIP)) {
        return !refused;
      }
      any |= coding[0].equals("*") && !refused;
    }
    return any;
  }
}
