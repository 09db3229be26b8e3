package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.services.ingestion.auth.Authentication.Granted;
import io.wattflow.services.ingestion.auth.Authentication.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may send, and what they are told; on the file store. */
class AuthenticatorTest {
  private final HandClock clock = new HandClock();
  private final IssuedKey issued = IssuedKey.of(7);
  private FileApiKeyStore store;
  private Authenticator authenticator;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FileApiKeyStore.openOrCreate(folder.resolve("keys.json"));
    store.put(issued.key());
    authenticator = new KeyCheck(store, clock, clock);
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  private static String address() {
    throw new AssertionError("the address names nobody who has a key");
  }

  private Authentication check(@Nullable String authorization, @Nullable String apiKey) {
    CompletableFuture<Authentication> answer =
        authenticator.authenticate(authorization, apiKey, AuthenticatorTest::address);
    assertThat(answer).as("answered from memory").isCompleted();
    return answer.join();
  }

  private String refusal(@Nullable String authorization, @Nullable String apiKey) {
    Authentication answer = check(authorization, apiKey);
    assertThat(answer).isInstanceOf(Refused.class);
    return ((Refused) answer).detail();
  }

  private Granted granted() {
    return new Granted(new Client(issued.id(), OptionalLong.of(7), OptionalInt.empty()));
  }

  @Test
  void aKeyIsTakenFromEitherHeader() {
    String token = issued.token().reveal();
    assertThat(check("Bearer " + token, null)).isEqualTo(granted());
    assertThat(check("bearer  " + token + " ", null)).isEqualTo(granted());
    assertThat(check(null, token)).isEqualTo(granted());
    assertThat(check(null, " " + token)).isEqualTo(granted());
    assertThat(check("Bearer " + token, token)).isEqualTo(granted());
    assertThat(check("Basic dXNlcjpwYXNz", token)).isEqualTo(granted());
  }

  @Test
  void withoutAKeyTheClientIsToldHow() {
    assertThat(refusal(null, null)).contains("missing", "Authorization: Bearer", "X-API-Key");
    assertThat(refusal("Basic dXNlcjpwYXNz", null)).contains("Bearer").doesNotContain("dXNl");
    assertThat(refusal("Bearerwf_", null)).contains("holds no API key");
    assertThat(refusal("", null)).contains("holds no API key");
  }

  @Test
  void twoKeysAreOneTooMany() {
    String other = ApiKeyToken.generate().reveal();
    assertThat(refusal("Bearer " + other, issued.token().reveal())).contains("different");
  }

  static String[] malformed() {
    String token = ApiKeyToken.generate().reveal();
    return new String[] {
      "",
      " ",
      "x",
      "wf_",
      "null",
      token.substring(1),
      token + "x",
      token + " " + token,
      token.replace('_', '-'),
      token.toUpperCase(Locale.ROOT),
      token.substring(0, 58) + "\0",
      token.substring(0, 58) + "\n",
      "\u0001" + token.substring(1),
      "wf_" + "\u001b".repeat(56),
      "wf_" + "ä".repeat(56),
      token.repeat(200),
      "x".repeat(10_000),
      " ".repeat(10_000),
      "../../etc/passwd",
      "wf_*___________*_" + "A".repeat(42),
    };
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoKeyIsMalformedInEitherHeaderAndNothingOfItIsQuoted(String text) {
    assertThat(refusal("Bearer " + text, null))
        .isEqualTo(refusal(null, text))
        .isEqualTo("The API key is malformed: it reads wf_<id>_<secret> and has 59 characters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "Bearer ", "BEARER    "})
  void aSchemeAloneIsNoKey(String authorization) {
    assertThat(refusal(authorization, null)).contains("malformed");
  }

  @Test
  void anUnknownKeyAndAWrongSecretAreToldTheSame() {
    assertThat(refusal("Bearer " + ApiKeyToken.generate().reveal(), null))
        .isEqualTo(refusal("Bearer " + issued.forged(), null))
        .contains("not valid");
  }

  @Test
  void anExpiredKeyIsRefusedFromTheInstantOn_andOnlyItsOwnerLearnsWhy() {
    IssuedKey expiring = IssuedKey.expiring(8, clock.instant().plusSeconds(60));
    store.put(expiring.key());
    String token = expiring.token().reveal();
    assertThat(check(null, token)).isInstanceOf(Granted.class);

    clock.advance(Duration.ofSeconds(60));

    assertThat(refusal(null, token)).contains("expired at 2026-11-26T12:01:00Z");
    assertThat(refusal(null, expiring.forged())).contains("not valid");
  }

  @Test
  void aRevokedKeyIsRefusedAsIfItHadNeverBeen() {
    assertThat(check(null, issued.token().reveal())).isEqualTo(granted());
    store.remove(issued.id());
    assertThat(refusal(null, issued.token().reveal())).contains("not valid");
  }

  @Test
  void withoutKeysEverybodyIsLetInByTheAddress() {
    try (Authenticator open = Authenticator.none()) {
      assertThat(open.authenticate("Basic x", "y", () -> "192.0.2.7").join())
          .isEqualTo(
              new Granted(new Client("192.0.2.7", OptionalLong.empty(), OptionalInt.empty())));
    }
  }
}
