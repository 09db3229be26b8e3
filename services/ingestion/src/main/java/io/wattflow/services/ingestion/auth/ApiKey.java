package io.wattflow.services.ingestion.auth;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A key as it is kept: everything but the secret.
 *
 * @param id 12 characters of a-z and 2-7; see {@link ApiKeyToken}
 * @param secret digest of the secret
 * @param userId whose devices the key may write for; at least 1
 * @param createdAt when it was made
 * @param readingsPerSecond quota of its own, 1 to 1,000,000,000; empty: the service's default
 * @param note what people want to remember about it: up to 200 characters, none of them a control
 *     character
 * @param expiresAt from then on it is refused; empty: never
 */
public record ApiKey(
    String id,
    SecretDigest secret,
    long userId,
    Instant createdAt,
    OptionalInt readingsPerSecond,
    Optional<String> note,
    Optional<Instant> expiresAt) {
  /** Above this a quota means nothing. */
  static final int MAX_READINGS_PER_SECOND = 1_000_000_000;

  private static final int MAX_NOTE_LENGTH = 200;

  /**
   * Checks what can be checked.
   *
   * @throws InvalidApiKeyException naming the field
   */
  public ApiKey {
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(createdAt, "createdAt");
    require(ApiKeyToken.isKeyId(id), ApiKeyFields.ID, "must be 12 characters of a-z and 2-7");
    require(userId >= 1, ApiKeyFields.USER_ID, "must be at least 1");
    require(
        readingsPerSecond.isEmpty()
            || (readingsPerSecond.getAsInt() >= 1
                && readingsPerSecond.getAsInt() <= MAX_READINGS_PER_SECOND),
        ApiKeyFields.READINGS_PER_SECOND,
        "must be from 1 to 1,000,000,000");
    require(
        note.isEmpty() || isPrintable(note.get()),
        ApiKeyFields.NOTE,
        "must have up to " + MAX_NOTE_LENGTH + " characters, without control characters");
  }

  /** Whether it is to be refused at this instant. */
  public boolean isExpired(Instant now) {
    return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
  }

  /** Who sends, when it comes with this key. */
  public Client client() {
    return new Client(id, OptionalLong.of(userId), readingsPerSecond);
  }

  private static boolean isPrintable(String note) {
    return note.length() <= MAX_NOTE_LENGTH && note.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String field, String rule) {
    if (!holds) {
      throw new InvalidApiKeyException(field, rule);
    }
  }
}
