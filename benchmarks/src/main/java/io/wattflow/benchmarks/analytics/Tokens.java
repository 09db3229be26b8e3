package io.wattflow.benchmarks.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** A key of its own, and tokens that are signed with it (RFC 7519, Ed25519). */
final class Tokens {
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;
  private static final Duration LIFE = Duration.ofDays(1);
  private static final String HEAD =
      encoded("{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"bench\"}".getBytes(UTF_8));

  private final KeyPair keys;
  private final long expires = Instant.now().plus(LIFE).getEpochSecond();

  /** With a new key. */
  Tokens() {
    try {
      this.keys = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    }
  }

  /** The public key as a JSON Web Key Set. */
  String keySet() {
    byte[] encoded = keys.getPublic().getEncoded();
    // The key itself is the end of its X.509 form (RFC 8410).
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"kid\":\"bench\",\"x\":\"%s\"}]}"
        .formatted(encoded(x));
  }

  /** A token of a user, for a day. */
  String of(long userId) {
    String claims = "{\"user_id\":%d,\"exp\":%d}".formatted(userId, expires);
    String signed = HEAD + "." + encoded(claims.getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("its own key does not sign", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
