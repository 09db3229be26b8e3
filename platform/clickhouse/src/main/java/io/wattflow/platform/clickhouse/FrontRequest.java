package io.wattflow.platform.clickhouse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request says beside its body, from the address and the headers.
 *
 * @param method of HTTP, upper case
 * @param query the statement in the address, or empty
 * @param queryId given by the client, or made up
 * @param database to run in; null: the engine's default
 * @param format of results and data where the statement names none; null: TabSeparated and Values
 * @param sessionId whose connection is to be used; null: a new one
 * @param sessionTimeout how long the session outlives this request
 * @param packAnswer whether the answer is wanted in ClickHouse's compressed blocks
 * @param bodyPacked whether the body comes in such blocks
 * @param settings of the engine for this statement alone
 * @param params values for the statement's placeholders, escaped as TabSeparated
 * @param httpEncoding to use for the answer; null: none
 * @param bodyEncoding of the body, lower case; empty: none
 * @param bodyLength as declared; -1 when not
 */
record FrontRequest(
    String method,
    String query,
    String queryId,
    @Nullable String database,
    @Nullable String format,
    @Nullable String sessionId,
    Duration sessionTimeout,
    boolean packAnswer,
    boolean bodyPacked,
    Map<String, String> settings,
    Map<String, String> params,
    @Nullable String httpEncoding,
    String bodyEncoding,
    long bodyLength) {
  /** Parameters of the interface itself; all others are settings. */
  private static final Set<String> OWN =
      Set.of(
          "query",
          "query_id",
          "database",
          "default_format",
          "session_id",
          "session_timeout",
          "session_check",
          "compress",
          "decompress",
          "user",
          "password",
          "quota_key",
          "role",
          "stacktrace",
          "buffer_size",
          "wait_end_of_query",
          "client_protocol_version");

  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MAX_SESSION_TIMEOUT = Duration.ofHours(1);

  static FrontRequest of(HttpExchange exchange) throws EngineException {
    Headers headers = exchange.getRequestHeaders();
    Map<String, String> all = parameters(exchange.getRequestURI().getRawQuery());
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> params = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith("param_")) {
            params.put(name.substring("param_".length()), value);
          } else if (!OWN.contains(name)) {
            settings.put(name, value);
          }
        });
    String queryId = firstOf(all.get("query_id"), headers.getFirst("X-ClickHouse-Query-Id"));
    String contentLength = headers.getFirst("Content-Length");
    return new FrontRequest(
        exchange.getRequestMethod(),
        all.getOrDefault("query", ""),
        queryId == null ? UUID.randomUUID().toString() : queryId,
        firstOf(all.get("database"), headers.getFirst("X-ClickHouse-Database")),
        firstOf(all.get("default_format"), headers.getFirst("X-ClickHouse-Format")),
        firstOf(all.get("session_id"), null),
        sessionTimeout(all.get("session_timeout")),
        "1".equals(all.get("compress")),
        "1".equals(all.get("decompress")),
        settings,
        params,
        "1".equals(settings.get("enable_http_compression"))
            ? HttpEncoding.chooseFor(headers.getFirst("Accept-Encoding"))
            : null,
        HttpEncoding.normalise(headers.getFirst("Content-Encoding")),
        contentLength == null ? -1 : parseLength(contentLength));
  }

  private static long parseLength(String text) throws EngineException {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw EngineException.of(36, "BAD_ARGUMENTS", "Content-Length is not a number: " + text);
    }
  }

  private static Duration sessionTimeout(@Nullable String seconds) throws EngineException {
    if (seconds == null) {
      return SESSION_TIMEOUT;
    }
    try {
      Duration timeout = Duration.ofSeconds(Long.parseLong(seconds));
      if (timeout.isNegative() || timeout.compareTo(MAX_SESSION_TIMEOUT) > 0) {
        throw EngineException.of(
            372, "SESSION_ID_EMPTY", "session_timeout must lie between 0 and 3600: " + seconds);
      }
      return timeout;
    } catch (NumberFormatException e) {
      throw EngineException.of(36, "BAD_ARGUMENTS", "session_timeout is not a number: " + seconds);
    }
  }

  private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
    if (first != null && !first.isEmpty()) {
      return first;
    }
    return second == null || second.isEmpty() ? null : second;
  }

  private static Map<String, String> parameters(@Nullable String rawQuery) throws EngineException {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (rawQuery == null) {
      return parameters;
    }
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        parameters.put(decoded(name), decoded(value));
      } catch (IllegalArgumentException e) {
        throw EngineException.of(36, "BAD_ARGUMENTS", "The address is badly encoded at " + name);
      }
    }
    parameters.remove("");
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
