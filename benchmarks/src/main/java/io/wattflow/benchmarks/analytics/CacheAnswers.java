package io.wattflow.benchmarks.analytics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the service says that its answers came from, since it was started.
 *
 * @param near fresh, in its own memory
 * @param shared fresh, in Redis
 * @param stale no longer fresh, while a fresh one was loaded
 * @param missed somebody waited for the database
 * @param evictions answers that changes of rows have taken out of its memory
 */
record CacheAnswers(double near, double shared, double stale, double missed, double evictions) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final double HUNDRED = 100;

  /**
   * Asks a service.
   *
   * @throws IOException if it does not answer, or has no such metric
   */
  static CacheAnswers of(URI service) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(service.resolve("/metrics")).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("/metrics answers " + answer.statusCode());
    }
    return parse(answer.body());
  }

  /**
   * Reads a page of metrics.
   *
   * @throws IOException if one of them is missing
   */
  static CacheAnswers parse(String page) throws IOException {
    return new CacheAnswers(
        value(page, "wattflow_cache_answers_total{result=\"l1\"}"),
        value(page, "wattflow_cache_answers_total{result=\"l2\"}"),
        value(page, "wattflow_cache_answers_total{result=\"stale\"}"),
        value(page, "wattflow_cache_answers_total{result=\"miss\"}"),
        value(page, "wattflow_cache_evictions_total"));
  }

  private static double value(String page, String name) throws IOException {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(name) + " +([0-9.eE+-]+)", Pattern.MULTILINE)
            .matcher(page);
    if (!line.find()) {
      throw new IOException("the service has no metric " + name);
    }
    return Double.parseDouble(line.group(1));
  }

  /** What has come since an earlier look. */
  CacheAnswers since(CacheAnswers earlier) {
    return new CacheAnswers(
        near - earlier.near,
        shared - earlier.shared,
        stale - earlier.stale,
        missed - earlier.missed,
        evictions - earlier.evictions);
  }

  /** Share of the questions for which nobody waited for the database, in percent. */
  double hitPercent() {
    return HUNDRED - percent(missed);
  }

  private double percent(double part) {
    return HUNDRED * part / Math.max(1, near + shared + stale + missed);
  }

  /** Adds the shares in percent. */
  void into(Map<String, Double> figures) {
    figures.put("hits %", hitPercent());
    figures.put("hits in memory %", percent(near));
    figures.put("hits in Redis %", percent(shared));
    figures.put("hits stale %", percent(stale));
    figures.put("evictions", evictions);
  }
}
