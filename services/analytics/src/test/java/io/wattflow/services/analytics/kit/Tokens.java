package io.wattflow.services.analytics.kit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An identity provider of one key. */
public final class Tokens {
  private final ECKey key;

  /** With a new key. */
  public Tokens() throws JOSEException {
    this.key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
  }

  /** Writes the public key to {@code jwks.json} in a folder. */
  public Path jwks(Path folder) throws IOException {
    return Files.writeString(folder.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
  }

  /** A token of a user, for an hour. */
  public String of(long userId) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .claim("user_id", userId)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
