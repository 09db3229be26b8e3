package io.wattflow.services.ingestion.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A key with what its owner has in hand. */
record IssuedKey(ApiKeyToken token, ApiKey key) {
  static final Instant CREATED = Instant.parse("2026-11-26T12:00:00Z");

  static IssuedKey of(long userId) {
    return of(userId, CREATED, Optional.empty());
  }

  static IssuedKey expiring(long userId, Instant end) {
    return of(userId, CREATED, Optional.of(end));
  }

  static IssuedKey of(long userId, Instant created, Optional<Instant> end) {
    ApiKeyToken token = ApiKeyToken.generate();
    return new IssuedKey(
        token,
        new ApiKey(
            token.keyId(),
            token.digest(),
            userId,
            created,
            OptionalInt.empty(),
            Optional.empty(),
            end));
  }

  String id() {
    return key.id();
  }

  /** With another secret. */
  String forged() {
    String other = ApiKeyToken.generate().reveal();
    return "wf_" + id() + other.substring(other.lastIndexOf('_'));
  }
}
