package io.wattflow.sql;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a ClickHouse server is, in either of the two ways people write it.
 *
 * @param httpAddress {@code http://host:port} or {@code https://host:port}
 * @param parameters what follows the question mark; may be empty
 */
public record ClickHouseUrl(String httpAddress, String parameters) {
  private static final String JDBC = "jdbc:";

  /**
   * Reads {@code http[s]://host:port}, {@code jdbc:clickhouse://host:port} or {@code
   * jdbc:ch:http[s]://host:port}, each with an optional database, which is ignored, and parameters,
   * which are kept.
   *
   * @throws IllegalArgumentException if it is none of these; the message quotes the text
   */
  public static ClickHouseUrl parse(String text) {
    String rest = text.strip();
    if (rest.startsWith(JDBC)) {
      rest = rest.substring(JDBC.length()).replaceFirst("^(clickhouse|ch):", "");
      if (rest.startsWith("//")) {
        rest = "http:" + rest;
      }
    }
    try {
      URI uri = new URI(rest);
      if (uri.getHost() == null
          || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        throw invalid(text, null);
      }
      int port =
          uri.getPort() < 0 ? ("https".equals(uri.getScheme()) ? 8443 : 8123) : uri.getPort();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      return new ClickHouseUrl(uri.getScheme() + "://" + uri.getHost() + ":" + port, query);
    } catch (URISyntaxException e) {
      throw invalid(text, e);
    }
  }

  private static IllegalArgumentException invalid(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "not a ClickHouse URL (http://host:8123 or jdbc:clickhouse://host:8123): '" + text + "'",
        cause);
  }

  /** The JDBC URL of a database on this server. */
  public String jdbc(String database) {
    String url = "jdbc:clickhouse:" + httpAddress + "/" + database;
    return parameters.isEmpty() ? url : url + "?" + parameters;
  }
}
