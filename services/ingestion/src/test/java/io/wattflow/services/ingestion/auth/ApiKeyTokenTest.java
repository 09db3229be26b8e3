package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What clients send: any token comes back, and nothing else passes for one. */
class ApiKeyTokenTest {
  private static final String FORM = "wf_[a-z2-7]{12}_[A-Za-z0-9]{43}";

  @Property(tries = 2_000)
  void whatHasTheFormIsReadAndNothingElse(@ForAll("nearTokens") String text) {
    Optional<ApiKeyToken> token = ApiKeyToken.parse(text);

    assertThat(token.isPresent()).isEqualTo(text.matches(FORM));
    token.ifPresent(
        read -> {
          assertThat(read.reveal()).isEqualTo(text);
          assertThat(read.keyId()).isEqualTo(text.substring(3, 15));
          assertThat(read.digest()).isEqualTo(SecretDigest.of(text.substring(16)));
          assertThat(read).asString().doesNotContain(text.substring(16)).contains(read.keyId());
        });
  }

  @Property(tries = 1_000)
  void anythingAtAllIsReadWithoutAnError(@ForAll String text) {
    assertThat(ApiKeyToken.parse(text)).isEmpty();
  }

  @Property(tries = 500)
  void oneOtherCharacterIsAnotherTokenOrNone(
      @ForAll @IntRange(max = ApiKeyToken.LENGTH - 1) int at, @ForAll char other) {
    ApiKeyToken token = ApiKeyToken.generate();
    StringBuilder changed = new StringBuilder(token.reveal());
    changed.setCharAt(at, other);

    ApiKeyToken.parse(changed.toString())
        .ifPresent(read -> assertThat(read.reveal()).isEqualTo(changed.toString()));
    assertThat(ApiKeyToken.parse(changed.toString()).isPresent())
        .isEqualTo(changed.toString().matches(FORM));
  }

  @Example
  void eachNewTokenIsAnotherOne() {
    Set<String> ids = new HashSet<>();
    Set<SecretDigest> secrets = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      ApiKeyToken token = ApiKeyToken.generate();
      assertThat(token.reveal()).matches(FORM);
      assertThat(ApiKeyToken.parse(token.reveal())).isPresent();
      assertThat(ids.add(token.keyId())).isTrue();
      assertThat(secrets.add(token.digest())).isTrue();
    }
  }

  @Example
  void aDigestIsSha256InHexAndKeepsToItself() {
    SecretDigest digest = SecretDigest.of("abc");
    // The example of FIPS 180-2.
    String hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    assertThat(digest.hex()).isEqualTo(hex);
    assertThat(SecretDigest.parse(hex.toUpperCase(Locale.ROOT))).isEqualTo(digest);
    assertThat(digest).hasSameHashCodeAs(SecretDigest.parse(hex));
    assertThat(digest).isNotEqualTo(SecretDigest.of("abd"));
    assertThat(digest).asString().doesNotContain("ba78");
  }

  @Example
  void whatIsNoDigestIsRefusedWithTheRule() {
    for (String text : List.of("", "ba78", "x".repeat(64), "ba".repeat(33), "ä".repeat(64))) {
      assertThatThrownBy(() -> SecretDigest.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("hexadecimal digits");
    }
  }

  @Provide
  Arbitrary<String> nearTokens() {
    Arbitrary<String> id =
        Arbitraries.strings().withCharRange('a', 'z').withCharRange('2', '7').ofLength(12);
    Arbitrary<String> secret = Arbitraries.strings().alpha().numeric().ofLength(43);
    Arbitrary<String> oddId =
        Arbitraries.strings().withChars("abz2718A_-.\0\nä").ofMinLength(11).ofMaxLength(13);
    Arbitrary<String> oddSecret =
        Arbitraries.strings()
            .withChars("azAZ09_-=\r\n\u007f\uff21")
            .ofMinLength(42)
            .ofMaxLength(44);
    Arbitrary<String> prefix =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just("wf_")),
            Tuple.of(1, Arbitraries.of("WF_", "wf-", "", " wf_")));
    return Combinators.combine(
            prefix,
            Arbitraries.frequencyOf(Tuple.of(4, id), Tuple.of(1, oddId)),
            Arbitraries.frequencyOf(Tuple.of(4, secret), Tuple.of(1, oddSecret)))
        .as((start, middle, end) -> start + middle + "_" + end);
  }
}
