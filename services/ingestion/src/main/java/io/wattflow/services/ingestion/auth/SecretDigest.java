package io.wattflow.services.ingestion.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * SHA-256 of the secret of an API key: all that is kept of it.
 *
 * <p>A plain, fast hash is right here, although it would be wrong for passwords. Slow and salted
 * hashes (bcrypt, Argon2) make up for the small number of passwords that people choose. Our secrets
 * are drawn at random from 2<sup>256</sup>: no table holds them and no search finds them, however
 * fast the hash is, while a slow one would cost the service a core at a few requests a second.
 */
public final class SecretDigest {
  private static final int BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(SecretDigest::sha256);

  private final byte[] digest;

  private SecretDigest(byte[] digest) {
    this.digest = digest;
  }

  /** The digest of this secret. */
  public static SecretDigest of(String secret) {
    return new SecretDigest(SHA_256.get().digest(secret.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads what {@link #hex} wrote; capitals are fine.
   *
   * @throws IllegalArgumentException if the text is not of 64 hexadecimal digits
   */
  public static SecretDigest parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("must have 64 hexadecimal digits, not " + hex.length());
    }
    try {
      return new SecretDigest(HEX.parseHex(hex.toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must have hexadecimal digits only", e);
    }
  }

  /** 64 hexadecimal digits in lower case. */
  public String hex() {
    return HEX.formatHex(digest);
  }

  /** Compares in a time that does not depend on where the two differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretDigest that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** Without the digest: logs are read by more people than the store. */
  @Override
  public String toString() {
    return "sha256:***";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
