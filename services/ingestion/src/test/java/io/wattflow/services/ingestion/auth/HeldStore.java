package io.wattflow.services.ingestion.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers when the test does. */
final class HeldStore implements ApiKeyStore {
  private final List<String> ids = new ArrayList<>();
  private final List<CompletableFuture<@Nullable ApiKey>> answers = new ArrayList<>();

  @Override
  public CompletableFuture<@Nullable ApiKey> find(String keyId) {
    CompletableFuture<@Nullable ApiKey> answer = new CompletableFuture<>();
    ids.add(keyId);
    answers.add(answer);
    return answer;
  }

  /** How often it was asked. */
  int asked() {
    return ids.size();
  }

  /** Answers the last question. */
  void answer(@Nullable ApiKey key) {
    answers.get(answers.size() - 1).complete(key);
  }

  /** Fails the last question. */
  void fail(RuntimeException failure) {
    answers.get(answers.size() - 1).completeExceptionally(failure);
  }

  void isAway() {
    fail(new ApiKeyStoreException("away"));
  }

  @Override
  public List<ApiKey> list() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void put(ApiKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(String keyId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
