package io.wattflow.services.analytics.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.wattflow.services.analytics.auth.TokenVerifier.UnknownKeyException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final VerificationKeys KEYS = SigningKeys.keys(publics());
  private static final TokenVerifier ANY =
      new TokenVerifier(new TokenRules(Optional.empty(), Optional.empty()));

  private static JWK[] publics() {
    return new JWK[] {
      SigningKeys.RSA.toPublicJWK(), SigningKeys.EC.toPublicJWK(), SigningKeys.edwardsKey()
    };
  }

  private static long user(String token) throws Exception {
    return ANY.verify(token, KEYS, SigningKeys.NOW).caller().userId().orElseThrow();
  }

  private static void refuse(String token, String reason) {
    refuse(ANY, token, reason);
  }

  private static void refuse(TokenVerifier verifier, String token, String reason) {
    assertThatThrownBy(() -> verifier.verify(token, KEYS, SigningKeys.NOW))
        .isInstanceOf(RefusedTokenException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void rsaTokensHold(String algorithm) throws Exception {
    JWSAlgorithm used = JWSAlgorithm.parse(algorithm);
    assertThat(user(SigningKeys.token(used, SigningKeys.RSA, SigningKeys.claims())))
        .isEqualTo(1042);
  }

  @ParameterizedTest
  @CsvSource({"ES256, P-256", "ES384, P-384", "ES512, P-521"})
  void ellipticTokensHold(String algorithm, String curve) throws Exception {
    ECKey key = SigningKeys.ec(Curve.parse(curve), "ec-2");
    String token = SigningKeys.token(JWSAlgorithm.parse(algorithm), key, SigningKeys.claims());
    assertThat(ANY.verify(token, SigningKeys.keys(key.toPublicJWK()), SigningKeys.NOW).caller())
        .isEqualTo(Caller.of(1042));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void edwardsTokensHold(String algorithm) throws Exception {
    assertThat(user(SigningKeys.edwardsToken(algorithm, SigningKeys.claims()))).isEqualTo(1042);
    String other =
        SigningKeys.edwardsToken(algorithm, SigningKeys.claims("user_id", 1)).split("\\.")[1];
    String[] parts = SigningKeys.edwardsToken(algorithm, SigningKeys.claims()).split("\\.");
    refuse(parts[0] + "." + other + "." + parts[2], "signature does not hold");
  }

  @Test
  void aTokenThatNamesNoKeyIsTriedWithAllOfItsKind() throws Exception {
    JWSHeader header = new JWSHeader(JWSAlgorithm.ES256);
    assertThat(user(SigningKeys.token(header, SigningKeys.EC, SigningKeys.claims())))
        .isEqualTo(1042);
    ECKey stranger = SigningKeys.ec(Curve.P_256, "ec-9");
    refuse(SigningKeys.token(header, stranger, SigningKeys.claims()), "signature does not hold");
  }

  @Test
  void anUnknownKeyIsToldApart() {
    ECKey stranger = SigningKeys.ec(Curve.P_256, "ec-9");
    String token = SigningKeys.token(JWSAlgorithm.ES256, stranger, SigningKeys.claims());
    assertThatThrownBy(() -> ANY.verify(token, KEYS, SigningKeys.NOW))
        .isInstanceOf(UnknownKeyException.class);
  }

  @Test
  void aKeyOfTheSameNameDoesNotHelpAStranger() {
    ECKey stranger = SigningKeys.ec(Curve.P_256, "ec-1");
    refuse(
        SigningKeys.token(JWSAlgorithm.ES256, stranger, SigningKeys.claims()),
        "signature does not hold");
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    String payload = new Payload(SigningKeys.claims()).toBase64URL().toString();
    refuse(SigningKeys.base64("{\"alg\":\"none\"}") + "." + payload + ".", "malformed");
    refuse(
        SigningKeys.base64("{\"alg\":\"none\",\"kid\":\"ec-1\"}") + "." + payload + ".AAAA",
        "malformed");
    String[] parts = SigningKeys.token(SigningKeys.claims()).split("\\.");
    refuse(parts[0] + "." + parts[1] + ".", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-1", "ec-1"})
  void aPublicKeyIsNoSecret(String id) throws JOSEException {
    JWK key = id.equals("rsa-1") ? SigningKeys.RSA : SigningKeys.EC;
    // What an attacker can know of the key, in the two forms that libraries have been misled by.
    for (byte[] secret :
        List.of(
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            key instanceof ECKey elliptic
                ? elliptic.toECPublicKey().getEncoded()
                : SigningKeys.RSA.toRSAPublicKey().getEncoded())) {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(id).build(),
              new Payload(SigningKeys.claims()));
      token.sign(new MACSigner(secret));
      refuse(token.serialize(), "asymmetric");
    }
  }

  @Test
  void aKeyServesOnlyAlgorithmsOfItsKind() {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec-1").build();
    String token = SigningKeys.token(header, SigningKeys.RSA, SigningKeys.claims());
    assertThatThrownBy(() -> ANY.verify(token, KEYS, SigningKeys.NOW))
        .isInstanceOf(UnknownKeyException.class);
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsIgnored() {
    ECKey stranger = SigningKeys.ec(Curve.P_256, "ec-1");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").jwk(stranger.toPublicJWK()).build();
    refuse(SigningKeys.token(header, stranger, SigningKeys.claims()), "signature does not hold");
  }

  @Test
  void otherTypesAndExtensionsAreRefused() throws Exception {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1");
    String secevent =
        SigningKeys.token(
            header.type(new JOSEObjectType("secevent+jwt")).build(),
            SigningKeys.EC,
            SigningKeys.claims());
    refuse(secevent, "type");
    assertThat(
            user(
                SigningKeys.token(
                    header.type(new JOSEObjectType("at+jwt")).build(),
                    SigningKeys.EC,
                    SigningKeys.claims())))
        .isEqualTo(1042);
    String critical =
        SigningKeys.token(
            header
                .type(JOSEObjectType.JWT)
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build(),
            SigningKeys.EC,
            SigningKeys.claims());
    refuse(critical, "extensions");
  }

  @Test
  void anyChangeOfThePayloadBreaksTheSignature() {
    String[] parts = SigningKeys.token(SigningKeys.claims()).split("\\.");
    String forged = new Payload(SigningKeys.claims("user_id", 7)).toBase64URL().toString();
    refuse(parts[0] + "." + forged + "." + parts[2], "signature does not hold");
  }

  @Test
  void aTokenHoldsUntilItsEnd() throws Exception {
    long now = SigningKeys.NOW.getEpochSecond();
    assertThat(user(SigningKeys.token(SigningKeys.claims("exp", now + 1)))).isEqualTo(1042);
    refuse(SigningKeys.token(SigningKeys.claims("exp", now)), "expired");
    refuse(SigningKeys.token(SigningKeys.claims("exp", now - 1)), "expired");
    Map<String, Object> forever = SigningKeys.claims();
    forever.remove("exp");
    refuse(SigningKeys.token(forever), "exp is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  void clocksMayDifferByAMinute(String claim) throws Exception {
    long now = SigningKeys.NOW.getEpochSecond();
    assertThat(user(SigningKeys.token(SigningKeys.claims(claim, now + 60)))).isEqualTo(1042);
    refuse(SigningKeys.token(SigningKeys.claims(claim, now + 61)), claim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "nbf", "iat"})
  void timesAreNumbers(String claim) {
    long later = SigningKeys.NOW.getEpochSecond() + 60;
    for (Object value : List.of(Long.toString(later), -1, 1e300, List.of(later), true)) {
      refuse(SigningKeys.token(SigningKeys.claims(claim, value)), claim);
    }
  }

  @Test
  void theUserIsAPositiveNumber() throws Exception {
    assertThat(user(SigningKeys.token(SigningKeys.claims("user_id", "7")))).isEqualTo(7);
    assertThat(user(SigningKeys.token(SigningKeys.claims("user_id", Long.MAX_VALUE))))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(user(SigningKeys.token(SigningKeys.claims("user_id", "9223372036854775807"))))
        .isEqualTo(Long.MAX_VALUE);
    for (Object value :
        List.of(
            0,
            -1,
            1.5,
            1042.0,
            new BigInteger("9223372036854775808"),
            "9223372036854775808",
            "99999999999999999999",
            "0",
            "-1",
            "+7",
            "007",
            "1.5",
            "1e3",
            "abc",
            "",
            " 7",
            "٧",
            true,
            List.of(7),
            Map.of("id", 7))) {
      refuse(SigningKeys.token(SigningKeys.claims("user_id", value)), "user_id");
    }
    Map<String, Object> nobody = SigningKeys.claims();
    nobody.remove("user_id");
    refuse(SigningKeys.token(nobody), "user_id");
  }

  @Test
  void issuerAndAudienceAreCheckedWhereTheyAreAskedFor() throws Exception {
    TokenVerifier strict =
        new TokenVerifier(new TokenRules(Optional.of("https://id.example"), Optional.of("energy")));
    Map<String, Object> claims = SigningKeys.claims("iss", "https://id.example");
    refuse(strict, SigningKeys.token(SigningKeys.claims()), "iss");
    refuse(strict, SigningKeys.token(SigningKeys.claims("iss", "https://id.example/")), "iss");
    refuse(strict, SigningKeys.token(claims), "aud");
    claims.put("aud", List.of("other", "energy"));
    assertThat(strict.verify(SigningKeys.token(claims), KEYS, SigningKeys.NOW).caller())
        .isEqualTo(Caller.of(1042));
    claims.put("aud", "energy");
    assertThat(strict.verify(SigningKeys.token(claims), KEYS, SigningKeys.NOW).until())
        .isEqualTo(SigningKeys.NOW.plus(Duration.ofHours(1)));
    claims.put("aud", List.of("other"));
    refuse(strict, SigningKeys.token(claims), "aud");
  }

  @Test
  void aPayloadThatIsNoObjectIsRefused() throws JOSEException {
    for (String payload : List.of("[]", "7", "null", "", "{", "{\"user_id\":1,\"user_id\":2}")) {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(),
              new Payload(payload));
      token.sign(new ECDSASigner(SigningKeys.EC));
      refuse(token.serialize(), "");
    }
  }
}
