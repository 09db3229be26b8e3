package io.wattflow.services.ingestion.auth;

import io.wattflow.services.ingestion.auth.Authentication.Granted;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Authenticator#none}. */
final class OpenDoor implements Authenticator {
  @Override
  public CompletableFuture<Authentication> authenticate(
      @Nullable String authorization, @Nullable String apiKey, Supplier<String> remoteAddress) {
    return CompletableFuture.completedFuture(new Granted(Client.anonymous(remoteAddress.get())));
  }

  @Override
  public void close() {}
}
