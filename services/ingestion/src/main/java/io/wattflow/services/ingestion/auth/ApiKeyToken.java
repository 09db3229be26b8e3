package io.wattflow.services.ingestion.auth;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a client sends: {@code wf_<id>_<secret>}, 59 characters of ASCII.
 *
 * <p>The id (12 characters of a-z and 2-7, 60 random bits) finds the key in the store and may be
 * seen by everybody. The secret (43 letters and digits, 256 random bits) is shown once, when the
 * key is made. The alphabet has no signs, so that a double click selects the whole token and no URL
 * or shell changes it.
 */
public final class ApiKeyToken {
  /** Length of every token. */
  public static final int LENGTH = 59;

  private static final String PREFIX = "wf_";
  private static final int ID_LENGTH = 12;
  private static final int SECRET_LENGTH = 43;
  private static final int SEPARATOR = PREFIX.length() + ID_LENGTH;
  private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String keyId;
  private final String secret;

  private ApiKeyToken(String keyId, String secret) {
    this.keyId = keyId;
    this.secret = secret;
  }

  /** A new token of a new key. */
  public static ApiKeyToken generate() {
    return new ApiKeyToken(random(ID_ALPHABET, ID_LENGTH), random(SECRET_ALPHABET, SECRET_LENGTH));
  }

  /** Reads what a client sent; empty if it is anything but a token. Costs no more if it is long. */
  public static Optional<ApiKeyToken> parse(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX) || text.charAt(SEPARATOR) != '_') {
      return Optional.empty();
    }
    String keyId = text.substring(PREFIX.length(), SEPARATOR);
    if (!isKeyId(keyId)) {
      return Optional.empty();
    }
    for (int i = SEPARATOR + 1; i < LENGTH; i++) {
      if (!isLetterOrDigit(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new ApiKeyToken(keyId, text.substring(SEPARATOR + 1)));
  }

  /** Whether the text has the form of a key's id: 12 characters of a-z and 2-7. */
  public static boolean isKeyId(String text) {
    if (text.length() != ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ID_LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '2' || c > '7')) {
        return false;
      }
    }
    return true;
  }

  /** Finds the key; no secret. */
  public String keyId() {
    return keyId;
  }

  /** What the store keeps of the secret. */
  public SecretDigest digest() {
    return SecretDigest.of(secret);
  }

  /** The whole token, secret included: for the client's eyes only. */
  public String reveal() {
    return PREFIX + keyId + "_" + secret;
  }

  /** Without the secret, so that it can stand in a log. */
  @Override
  public String toString() {
    return PREFIX + keyId + "_***";
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String random(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
