package io.wattflow.services.ingestion.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wattflow.services.ingestion.auth.Authentication.Granted;
import io.wattflow.services.ingestion.auth.Authentication.Refused;
import io.wattflow.services.ingestion.auth.Authentication.Unavailable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Authenticator#keys}. */
final class KeyCheck implements Authenticator {
  private static final String HOW =
      "send it as 'Authorization: Bearer <key>' or as 'X-API-Key: <key>'";
  private static final CompletableFuture<Authentication> MISSING =
      refused("The API key is missing: " + HOW + ".");
  private static final CompletableFuture<Authentication> OTHER_SCHEME =
      refused("The header Authorization holds no API key: " + HOW + ".");
  private static final CompletableFuture<Authentication> AMBIGUOUS =
      refused("Authorization and X-API-Key hold different API keys: send one of them.");
  private static final CompletableFuture<Authentication> MALFORMED =
      refused(
          "The API key is malformed: it reads wf_<id>_<secret> and has %d characters."
              .formatted(ApiKeyToken.LENGTH));
  private static final Authentication INVALID =
      new Refused("The API key is not valid: there is none of this id and secret.");
  private static final Authentication AWAY =
      new Unavailable("API keys cannot be checked at the moment: try again later.");

  private static final String BEARER = "Bearer";

  // Somebody to compare with when there is no such key, so that both cases do the same.
  private static final SecretDigest NOBODY = ApiKeyToken.generate().digest();

  private final ApiKeyStore store;
  private final Function<String, CompletableFuture<@Nullable ApiKey>> keys;
  private final Clock clock;

  KeyCheck(ApiKeyStore store, Clock clock, Ticker ticker) {
    this.store = store;
    this.keys = store.isInMemory() ? store::find : new CachedKeys(store, ticker)::find;
    this.clock = clock;
  }

  private static CompletableFuture<Authentication> refused(String detail) {
    return CompletableFuture.completedFuture(new Refused(detail));
  }

  @Override
  public CompletableFuture<Authentication> authenticate(
      @Nullable String authorization, @Nullable String apiKey, Supplier<String> remoteAddress) {
    String bearer = authorization == null ? null : bearerToken(authorization);
    String named = apiKey == null ? null : apiKey.strip();
    if (bearer != null && named != null && !bearer.equals(named)) {
      return AMBIGUOUS;
    }
    // Another scheme beside X-API-Key may be meant for a proxy on the way.
    String presented = bearer == null ? named : bearer;
    if (presented == null) {
      return authorization == null ? MISSING : OTHER_SCHEME;
    }
    Optional<ApiKeyToken> token = ApiKeyToken.parse(presented);
    return token.isEmpty() ? MALFORMED : check(token.get());
  }

  private CompletableFuture<Authentication> check(ApiKeyToken token) {
    SecretDigest secret = token.digest();
    CompletableFuture<@Nullable ApiKey> found = keys.apply(token.keyId());
    if (found.isDone() && !found.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(judge(found.join(), secret));
    }
    return found.handle((key, failure) -> failure == null ? judge(key, secret) : away(failure));
  }

  private Authentication judge(@Nullable ApiKey key, SecretDigest secret) {
    boolean sameSecret = (key == null ? NOBODY : key.secret()).equals(secret);
    if (key == null || !sameSecret) {
      return INVALID;
    }
    if (key.expiresAt().isPresent()) {
      Instant end = key.expiresAt().get();
      if (key.isExpired(clock.instant())) {
        return new Refused("The API key has expired at %s: ask for a new one.".formatted(end));
      }
    }
    return new Granted(key.client());
  }

  private static Authentication away(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ApiKeyStoreException) {
      return AWAY;
    }
    throw new CompletionException(cause);
  }

  /** The token after the scheme, whose case does not matter; null if it is another scheme. */
  private static @Nullable String bearerToken(String authorization) {
    int end = BEARER.length();
    if (!authorization.regionMatches(true, 0, BEARER, 0, end)
        || (authorization.length() > end && authorization.charAt(end) != ' ')) {
      return null;
    }
    return authorization.substring(end).strip();
  }

  @Override
  public void close() {
    store.close();
  }
}
