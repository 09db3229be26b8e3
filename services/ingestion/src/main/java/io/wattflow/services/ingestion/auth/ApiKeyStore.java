package io.wattflow.services.ingestion.auth;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where API keys are kept. Safe for use by several threads. */
public interface ApiKeyStore extends AutoCloseable {
  /**
   * Looks a key up; does not block and does not throw.
   *
   * @return a future of its own for each call, which the caller may complete when it has waited
   *     enough: the key, or null if there is none of this id (an expired key is one); fails with
   *     {@link ApiKeyStoreException} if the store is away
   */
  CompletableFuture<@Nullable ApiKey> find(String keyId);

  /**
   * All keys, oldest first. May block.
   *
   * @throws ApiKeyStoreException if the store is away
   */
  List<ApiKey> list();

  /**
   * Adds a key, or replaces the one with its id. Durable as the store is when this returns. May
   * block.
   *
   * @throws ApiKeyStoreException if the store is away
   */
  void put(ApiKey key);

  /**
   * Removes a key. May block.
   *
   * @return whether it was there
   * @throws ApiKeyStoreException if the store is away
   */
  boolean remove(String keyId);

  /**
   * Whether {@link #find} answers at once from memory and notices changes itself, so that nothing
   * is gained by caching its answers.
   */
  default boolean isInMemory() {
    return false;
  }

  @Override
  void close();
}
