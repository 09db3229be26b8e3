package io.wattflow.services.analytics.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that may verify tokens.
 *
 * @param keys usable ones only, in the order of their set
 */
record VerificationKeys(List<Key> keys) {
  /**
   * One of them.
   *
   * @param id its {@code kid}; null: it has none
   * @param algorithms what it may be used for: a key never serves another kind of algorithm
   */
  record Key(@Nullable String id, Set<JWSAlgorithm> algorithms, PublicKey key) {}

  static final VerificationKeys NONE = new VerificationKeys(List.of());
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_KEYS = 100;
  private static final int MIN_RSA_BITS = 2_048;
  private static final Set<JWSAlgorithm> OF_RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Set<JWSAlgorithm> OF_ED25519 =
      Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  VerificationKeys {
    keys = List.copyOf(keys);
  }

  /**
   * Reads a JWKS.
   *
   * @param place for messages
   * @throws KeyLoadException if it is none, has private keys in it, or none that is usable
   */
  static VerificationKeys parse(String text, String place) throws KeyLoadException {
    JWKSet set;
    try {
      set = JWKSet.parse(text);
    } catch (ParseException | IllegalArgumentException e) {
      // Not the parser's words, which may quote a key.
      throw new KeyLoadException(place + " is not a JSON Web Key Set (RFC 7517)", e);
    }
    if (set.getKeys().stream().anyMatch(JWK::isPrivate)) {
      throw new KeyLoadException(
          place + " has private or symmetric keys in it: give the set with the public keys only",
          null);
    }
    List<Key> usable = new ArrayList<>();
    for (JWK key : set.getKeys()) {
      if (isForSignatures(key)) {
        addIfUsable(key, usable);
      }
    }
    if (usable.isEmpty() || usable.size() > MAX_KEYS) {
      throw new KeyLoadException(
          ("%s has %d usable keys: 1 to %d are expected, each for signatures by RSA (%d bits or more),"
                  + " EC or Ed25519")
              .formatted(place, usable.size(), MAX_KEYS, MIN_RSA_BITS),
          null);
    }
    return new VerificationKeys(usable);
  }

  private static boolean isForSignatures(JWK key) {
    Set<KeyOperation> operations = key.getKeyOperations();
    return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
        && (operations == null || operations.contains(KeyOperation.VERIFY));
  }

  private static void addIfUsable(JWK jwk, List<Key> usable) {
    Set<JWSAlgorithm> algorithms = algorithms(jwk);
    if (jwk.getAlgorithm() != null) {
      String only = jwk.getAlgorithm().getName();
      algorithms =
          Set.copyOf(algorithms.stream().filter(each -> each.getName().equals(only)).toList());
    }
    if (algorithms.isEmpty()) {
      return;
    }
    try {
      usable.add(new Key(jwk.getKeyID(), algorithms, publicKey(jwk)));
    } catch (JOSEException e) {
      // A point that is not on its curve, for one: as unusable as a key of an unknown kind.
      return;
    }
  }

  private static Set<JWSAlgorithm> algorithms(JWK jwk) {
    if (jwk instanceof RSAKey rsa) {
      return rsa.size() >= MIN_RSA_BITS ? OF_RSA : Set.of();
    }
    if (jwk instanceof ECKey elliptic) {
      Curve curve = elliptic.getCurve();
      if (curve.equals(Curve.P_256)) {
        return Set.of(JWSAlgorithm.ES256);
      }
      if (curve.equals(Curve.P_384)) {
        return Set.of(JWSAlgorithm.ES384);
      }
      return curve.equals(Curve.P_521) ? Set.of(JWSAlgorithm.ES512) : Set.of();
    }
    return jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)
        ? OF_ED25519
        : Set.of();
  }

  private static PublicKey publicKey(JWK jwk) throws JOSEException {
    if (jwk instanceof RSAKey rsa) {
      return rsa.toRSAPublicKey();
    }
    if (jwk instanceof ECKey elliptic) {
      return elliptic.toECPublicKey();
    }
    return Ed25519.publicKey(((OctetKeyPair) jwk).getDecodedX());
  }

  /**
   * Those that may have signed a token with this header: of its id, or all of its kind if it names
   * none.
   */
  List<Key> candidates(JWSHeader header) {
    String id = header.getKeyID();
    return keys.stream()
        .filter(key -> id == null || id.equals(key.id()))
        .filter(key -> key.algorithms().contains(header.getAlgorithm()))
        .toList();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }
}
