package io.wattflow.services.analytics.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattflow.services.analytics.cache.Served;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the third tier, HTTP caches, is told (RFC 9111, RFC 5861).
 *
 * <p>A browser keeps an answer for some seconds only and asks again with its ETag, since nobody can
 * tell it of a late correction. A shared cache keeps it as long as it is fresh here, where answers
 * are public; it can be purged by the path, which names the user.
 *
 * @param shared whether answers are the same for everybody who may connect
 */
public record CacheHeaders(boolean shared) {
  private static final long BROWSER_SECONDS = 10;

  /** Writes {@code Cache-Control}, {@code ETag}, {@code Vary} and {@code Cache-Status}. */
  void write(HttpServerResponse response, Served served) {
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl(served.freshFor(), served.staleFor()))
        .putHeader(HttpHeaders.ETAG, served.etag())
        .putHeader(HttpHeaders.VARY, shared ? "Accept" : "Accept, Authorization")
        .putHeader("Cache-Status", "wattflow; " + status(served));
  }

  /** See RFC 9211. */
  private static String status(Served served) {
    return switch (served.tier()) {
      case L1, L2 -> "hit; detail=" + served.tier();
      case STORE -> "fwd=miss; detail=" + served.tier();
    };
  }

  private String cacheControl(Duration fresh, Duration stale) {
    long seconds = fresh.toSeconds();
    long browser = Math.min(BROWSER_SECONDS, seconds);
    String sharing = shared ? "public, s-maxage=" + seconds : "private";
    return "%s, max-age=%d, stale-while-revalidate=%d"
        .formatted(sharing, browser, stale.toSeconds());
  }

  /** Whether the client has this very answer already. */
  static boolean matches(HttpServerRequest request, String etag) {
    @Nullable String header = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (header == null) {
      return false;
    }
    if (header.strip().equals("*")) {
      return true;
    }
    for (String candidate : header.split(",", -1)) {
      String tag = candidate.strip();
      // The comparison of If-None-Match is the weak one (RFC 9110, 13.1.2).
      if ((tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
        return true;
      }
    }
    return false;
  }
}
