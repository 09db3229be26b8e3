package io.wattflow.services.ingestion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a key may hold, and how it stands in a store. */
class ApiKeyTest {
  private static final ApiKey FULL =
      new ApiKey(
          "abcdefgh2345",
          SecretDigest.of("secret"),
          Long.MAX_VALUE,
          IssuedKey.CREATED,
          OptionalInt.of(5_000),
          Optional.of("Anna's roof, \"north\" ☀"),
          Optional.of(IssuedKey.CREATED.plus(Duration.ofDays(90))));

  @Test
  void everyFieldComesBack() {
    assertThat(ApiKeyFields.read(ApiKeyFields.write(FULL))).isEqualTo(FULL);
    ApiKey bare = IssuedKey.of(1).key();
    assertThat(ApiKeyFields.read(ApiKeyFields.write(bare))).isEqualTo(bare);
    assertThat(ApiKeyFields.write(bare))
        .containsOnlyKeys("id", "user_id", "secret_sha256", "created_at");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id                  | ABCDEFGH2345         | 12 characters",
        "id                  | abc                  | 12 characters",
        "user_id             | 0                    | at least 1",
        "user_id             | -1                   | at least 1",
        "user_id             | 1.5                  | whole number",
        "user_id             | 9223372036854775808  | whole number",
        "secret_sha256       | abc                  | 64 hexadecimal digits",
        "created_at          | yesterday            | instant",
        "expires_at          | 2027-01-31           | instant",
        "readings_per_second | 0                    | from 1 to",
        "readings_per_second | 1000000001           | from 1 to",
        "readings_per_second | 99999999999          | from 1 to",
        "expire_at           | 2027-01-31T00:00:00Z | no field",
      })
  void aFieldThatCannotBeIsNamedWithTheRule(String field, String value, String rule) {
    Map<String, String> fields = new HashMap<>(ApiKeyFields.write(FULL));
    fields.put(field, value);

    assertThatThrownBy(() -> ApiKeyFields.read(fields))
        .isInstanceOf(InvalidApiKeyException.class)
        .hasMessageStartingWith(field + " ")
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @CsvSource({"id", "user_id", "secret_sha256", "created_at"})
  void aFieldThatMustBeThereIsNamed(String field) {
    Map<String, String> fields = new HashMap<>(ApiKeyFields.write(FULL));
    fields.remove(field);

    assertThatThrownBy(() -> ApiKeyFields.read(fields))
        .isInstanceOf(InvalidApiKeyException.class)
        .hasMessage(field + " is missing");
  }

  @Test
  void aNoteThatCouldDisturbATerminalIsRefused() {
    Map<String, String> fields = new HashMap<>(ApiKeyFields.write(FULL));
    for (String note : new String[] {"a\nb", "\u001b[2J", "x".repeat(201)}) {
      fields.put(ApiKeyFields.NOTE, note);
      assertThatThrownBy(() -> ApiKeyFields.read(fields)).hasMessageStartingWith("note must");
    }
  }

  @Test
  void itExpiresAtTheInstantAndNotBefore() {
    Instant end = FULL.expiresAt().orElseThrow();
    assertThat(FULL.isExpired(end.minusNanos(1))).isFalse();
    assertThat(FULL.isExpired(end)).isTrue();
    assertThat(IssuedKey.of(1).key().isExpired(Instant.MAX)).isFalse();
  }

  @Test
  void whoSendsIsKnownByTheIdAndHasNoSecret() {
    assertThat(FULL.client())
        .isEqualTo(
            new Client("abcdefgh2345", OptionalLong.of(Long.MAX_VALUE), OptionalInt.of(5_000)));
    assertThat(FULL).asString().doesNotContain(FULL.secret().hex());
  }
}
