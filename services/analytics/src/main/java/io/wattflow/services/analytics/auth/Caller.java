package io.wattflow.services.analytics.auth;

import java.util.OptionalLong;

/**
 * Who asks.
 *
 * @param userId the only user whose data it may see; empty: all of them, where nobody else can
 *     connect ({@code --auth=none})
 */
public record Caller(OptionalLong userId) {
  /** Sees everything. */
  public static final Caller ANYBODY = new Caller(OptionalLong.empty());

  /** Sees one user's data. */
  public static Caller of(long userId) {
    return new Caller(OptionalLong.of(userId));
  }

  /** Whether it may know of this user. */
  public boolean sees(long user) {
    return userId.isEmpty() || userId.getAsLong() == user;
  }
}
