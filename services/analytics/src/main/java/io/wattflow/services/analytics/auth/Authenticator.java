package io.wattflow.services.analytics.auth;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Tells who asks. Called on event loops: it never blocks. */
public interface Authenticator extends AutoCloseable {
  /**
   * The caller behind an {@code Authorization} header.
   *
   * @param authorization as it came; null: none
   * @return fails with {@link RefusedTokenException} if it is missing or does not hold, and with
   *     {@link KeysUnavailableException} if that cannot be found out now
   */
  Future<Caller> authenticate(@Nullable String authorization);

  /** What keeps it from telling, in words; empty: nothing. */
  String trouble();

  @Override
  void close();
}
