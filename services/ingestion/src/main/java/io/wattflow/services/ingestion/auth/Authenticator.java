package io.wattflow.services.ingestion.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request, and whether he may. Safe for use by several threads. */
public interface Authenticator extends AutoCloseable {
  /**
   * Checks a request. Never blocks; for a client that has been here lately the future is complete
   * when this returns, otherwise another thread completes it within about two seconds.
   *
   * @param authorization the header {@code Authorization}, or null if there is none
   * @param apiKey the header {@code X-API-Key}, or null if there is none
   * @param remoteAddress of the client; asked only if nothing else names it
   */
  CompletableFuture<Authentication> authenticate(
      @Nullable String authorization, @Nullable String apiKey, Supplier<String> remoteAddress);

  /** Ends what looks the keys up. */
  @Override
  void close();

  /** Lets everybody in, for every user's devices: {@code --auth=none}. */
  static Authenticator none() {
    return new OpenDoor();
  }

  /**
   * Wants a key of this store, and closes the store with itself.
   *
   * <p>A revoked key is refused within two seconds with {@link FileApiKeyStore}, and within 60 s
   * with a store across the network such as {@link RedisApiKeyStore}: so long its answers are
   * cached. A key that is made while somebody already tries its id counts after 10 s at most. If
   * such a store is away, keys that it found within the last 15 minutes stay valid; a revocation
   * counts when it is back.
   */
  static Authenticator keys(ApiKeyStore store) {
    return new KeyCheck(store, Clock.systemUTC(), Ticker.systemTicker());
  }
}
