package io.wattflow.services.analytics.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Strong entity tags: 144 bits of the body's SHA-256 as base64url, in quotation marks. */
final class Etags {
  // A multiple of 3, so that the text needs no padding.
  private static final int BYTES = 18;

  private Etags() {}

  static String of(byte[] body) {
    byte[] hash = Arrays.copyOf(sha256().digest(body), BYTES);
    return '"' + Base64.getUrlEncoder().encodeToString(hash) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
