package io.wattflow.services.analytics.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.wattflow.services.analytics.auth.TokenRules.Verified;
import java.io.Serial;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens: a JWS in compact form whose key is one of ours. A key serves only the algorithms
 * of its own kind, so neither {@code none} nor an HMAC with a public key as its secret can hold;
 * keys that a token brings along or points at are ignored.
 */
final class TokenVerifier {
  /** A key that may have signed the token is not among those known. */
  static final class UnknownKeyException extends Exception {
    @Serial private static final long serialVersionUID = 1L;
  }

  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]{1,8192}\\.[A-Za-z0-9_-]{1,8192}\\.[A-Za-z0-9_-]{0,8192}");
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
  private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT, ACCESS_TOKEN);
  private static final Set<String> SUPPORTED =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
          "Ed25519");
  private static final String MALFORMED = "The token is malformed: a signed JWT is expected.";

  private final TokenRules rules;

  TokenVerifier(TokenRules rules) {
    this.rules = rules;
  }

  /**
   * Verifies a token.
   *
   * @throws RefusedTokenException if it does not hold
   * @throws UnknownKeyException if it might hold with other keys
   */
  Verified verify(String token, VerificationKeys keys, Instant now)
      throws RefusedTokenException, UnknownKeyException {
    JWSObject signed = parse(token);
    JWSHeader header = signed.getHeader();
    if (header.getType() != null && !TYPES.contains(header.getType())) {
      throw new RefusedTokenException("The token is not of the type JWT.");
    }
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
      throw new RefusedTokenException("The token asks for extensions that are not known here.");
    }
    if (!SUPPORTED.contains(header.getAlgorithm().getName())) {
      throw new RefusedTokenException(
          "The token is not signed with an asymmetric algorithm (RS, PS, ES or EdDSA).");
    }
    List<VerificationKeys.Key> candidates = keys.candidates(header);
    if (candidates.isEmpty()) {
      throw new UnknownKeyException();
    }
    if (candidates.stream().noneMatch(key -> isSignedBy(key.key(), signed))) {
      throw new RefusedTokenException("The token's signature does not hold.");
    }
    @Nullable Map<String, Object> claims = signed.getPayload().toJSONObject();
    if (claims == null) {
      throw new RefusedTokenException("The token's payload is not a JSON object.");
    }
    return rules.judge(claims, now);
  }

  private static JWSObject parse(String token) throws RefusedTokenException {
    if (!COMPACT.matcher(token).matches()) {
      throw new RefusedTokenException(MALFORMED);
    }
    try {
      return JWSObject.parse(token);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new RefusedTokenException(MALFORMED);
    }
  }

  private static boolean isSignedBy(PublicKey key, JWSObject signed) {
    try {
      return verifier(key)
          .verify(signed.getHeader(), signed.getSigningInput(), signed.getSignature());
    } catch (JOSEException e) {
      return false; // a signature of another form
    }
  }

  private static JWSVerifier verifier(PublicKey key) throws JOSEException {
    if (key instanceof RSAPublicKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    return key instanceof ECPublicKey elliptic ? new ECDSAVerifier(elliptic) : new Ed25519(key);
  }
}
