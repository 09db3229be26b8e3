package io.wattflow.services.analytics.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.nimbusds.jose.util.Base64URL;
import io.wattflow.services.analytics.auth.TokenVerifier.UnknownKeyException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent as a token, it is refused in words that quote none of it. */
class GarbageTokensPropertyTest {
  private static final VerificationKeys KEYS =
      SigningKeys.keys(SigningKeys.EC.toPublicJWK(), SigningKeys.RSA.toPublicJWK());
  private static final TokenVerifier VERIFIER =
      new TokenVerifier(new TokenRules(Optional.empty(), Optional.empty()));
  private static final String TOKEN = SigningKeys.token(SigningKeys.claims());

  private static void refuse(String token) {
    try {
      VERIFIER.verify(token, KEYS, SigningKeys.NOW);
      fail("taken: " + token);
    } catch (RefusedTokenException e) {
      assertThat(e.getMessage()).startsWith("The token").hasSizeLessThan(120);
    } catch (UnknownKeyException e) {
      assertThat(e.getMessage()).isNull();
    }
  }

  @Property
  void anyText(@ForAll String token) {
    refuse(token);
  }

  @Property
  void anyPartsOfText(@ForAll("parts") String token) {
    refuse(token);
  }

  @Provide
  Arbitrary<String> parts() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(80);
    Arbitrary<String> json =
        Arbitraries.of(
            "{\"alg\":\"ES256\",\"kid\":\"ec-1\"}",
            "{\"alg\":\"RS256\"}",
            "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}",
            "{\"alg\":\"none\"}",
            "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}",
            "{\"alg\":\"ES256\",\"jwk\":{}}",
            "{\"alg\":null}",
            "{\"alg\":{}}",
            "{\"alg\":\"ES256\",\"kid\":7}",
            "{\"user_id\":7,\"exp\":9999999999}");
    Arbitrary<String> part =
        Arbitraries.oneOf(text, json).map(each -> Base64URL.encode(each).toString());
    return Combinators.combine(part, part, part).as((a, b, c) -> a + "." + b + "." + c);
  }

  @Property
  void aTokenWithOneCharacterChanged(@ForAll int place, @ForAll char other) {
    int at = Math.floorMod(place, TOKEN.length());
    String changed = TOKEN.substring(0, at) + other + TOKEN.substring(at + 1);
    // The last character of a signature has bits that do not count.
    if (TOKEN.charAt(at) != other && at < TOKEN.length() - 1) {
      refuse(changed);
    }
  }
}
