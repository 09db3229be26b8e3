package io.wattflow.services.analytics.auth;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Everybody sees everything, whatever they carry: where nobody else can connect. */
public final class OpenAuthenticator implements Authenticator {
  private static final Future<Caller> ANYBODY = Future.succeededFuture(Caller.ANYBODY);

  @Override
  public Future<Caller> authenticate(@Nullable String authorization) {
    return ANYBODY;
  }

  @Override
  public String trouble() {
    return "";
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
