package io.wattflow.services.analytics.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** An identity provider of tests. Its keys are made once, for they take their time. */
final class SigningKeys {
  static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  static final RSAKey RSA = rsa("rsa-1");
  static final ECKey EC = ec(Curve.P_256, "ec-1");
  private static final KeyPair EDWARDS = edwards();

  private SigningKeys() {}

  static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2_048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(Curve curve, String id) {
    try {
      return new ECKeyGenerator(curve).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair edwards() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static OctetKeyPair edwardsKey() {
    byte[] encoded = EDWARDS.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed-1").build();
  }

  static String edwardsToken(String algorithm, Map<String, Object> claims) {
    String input =
        base64("{\"alg\":\"%s\",\"kid\":\"ed-1\"}".formatted(algorithm))
            + "."
            + new Payload(claims).toBase64URL();
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(EDWARDS.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  static String jwks(JWK... keys) {
    return new JWKSet(Arrays.asList(keys)).toString(true);
  }

  static VerificationKeys keys(JWK... keys) {
    try {
      return VerificationKeys.parse(jwks(keys), "test");
    } catch (KeyLoadException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of user 1042, for an hour. */
  static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("user_id", 1042);
    claims.put("exp", NOW.plusSeconds(3_600).getEpochSecond());
    return claims;
  }

  static Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  static String token(Map<String, Object> claims) {
    return token(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(), EC, claims);
  }

  static String token(JWSAlgorithm algorithm, JWK key, Map<String, Object> claims) {
    return token(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), key, claims);
  }

  static String token(JWSHeader header, JWK key, Map<String, Object> claims) {
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
      JWSObject token = new JWSObject(header, new Payload(claims));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
