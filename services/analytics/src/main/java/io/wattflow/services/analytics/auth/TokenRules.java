package io.wattflow.services.analytics.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a token must say.
 *
 * @param issuer what {@code iss} must be; empty: anything
 * @param audience what {@code aud} must hold; empty: anything
 */
record TokenRules(Optional<String> issuer, Optional<String> audience) {
  /** How far the clocks of issuers may be ahead of ours. */
  static final Duration SKEW = Duration.ofSeconds(60);

  static final String USER_ID = "user_id";

  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,18}");
  private static final double LAST_SECOND = 253_402_300_799.0; // of the year 9999

  /**
   * What a token that holds says.
   *
   * @param until when it ends, exclusive
   */
  record Verified(Caller caller, Instant until) {}

  /**
   * Judges the claims of a token whose signature holds.
   *
   * @throws RefusedTokenException if they are not as they must be
   */
  Verified judge(Map<String, Object> claims, Instant now) throws RefusedTokenException {
    Instant until = instant(claims, "exp");
    if (until == null) {
      throw new RefusedTokenException("The token never expires: its claim exp is missing.");
    }
    if (!now.isBefore(until)) {
      throw new RefusedTokenException("The token has expired: ask for a new one.");
    }
    Instant latest = now.plus(SKEW);
    Instant notBefore = instant(claims, "nbf");
    if (notBefore != null && notBefore.isAfter(latest)) {
      throw new RefusedTokenException("The token is not valid yet: its claim nbf lies ahead.");
    }
    Instant issuedAt = instant(claims, "iat");
    if (issuedAt != null && issuedAt.isAfter(latest)) {
      throw new RefusedTokenException("The token was issued in the future: its claim iat.");
    }
    if (issuer.isPresent() && !issuer.get().equals(claims.get("iss"))) {
      throw new RefusedTokenException("The token is of another issuer: its claim iss.");
    }
    if (audience.isPresent() && !holds(claims.get("aud"), audience.get())) {
      throw new RefusedTokenException("The token is for somebody else: its claim aud.");
    }
    return new Verified(Caller.of(userId(claims.get(USER_ID))), until);
  }

  private static @Nullable Instant instant(Map<String, Object> claims, String name)
      throws RefusedTokenException {
    Object value = claims.get(name);
    if (value == null && !claims.containsKey(name)) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LAST_SECOND) {
      return Instant.ofEpochSecond(number.longValue());
    }
    throw new RefusedTokenException(
        "The token's claim " + name + " is not a time in seconds since 1970.");
  }

  private static boolean holds(@Nullable Object claim, String wanted) {
    return wanted.equals(claim) || (claim instanceof List<?> all && all.contains(wanted));
  }

  private static long userId(@Nullable Object claim) throws RefusedTokenException {
    if (claim instanceof Long number && number > 0) {
      return number;
    }
    if (claim instanceof String text && POSITIVE.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw badUserId(); // above 2^63 - 1
      }
    }
    throw badUserId();
  }

  private static RefusedTokenException badUserId() {
    return new RefusedTokenException(
        "The token's claim user_id is not a whole number from 1 to 9223372036854775807.");
  }
}
