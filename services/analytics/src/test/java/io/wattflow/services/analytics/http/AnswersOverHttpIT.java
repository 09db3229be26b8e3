package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.cache.Change;
import io.wattflow.cache.Evictor;
import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.http.AnswerSchemas.Operation;
import io.wattflow.services.analytics.kit.AnalyticsKit;
import io.wattflow.services.analytics.kit.Rows;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of answers: shape, caching, pages, corrections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersOverHttpIT {
  private static final long USER = 4_401;
  private static final String TODAY = "/v1/users/" + USER + "/total_energy_today?time_zone=UTC";

  /** The same today and tomorrow. */
  private static final String SETTLED =
      "/v1/users/" + USER + "/rollups?window=1d&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";

  private final AnswerSchemas description = AnswerSchemas.load();
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private AnalyticsKit kit;
  private Rows rows;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kit = new AnalyticsKit(folder, true);
    rows = kit.rows();
    for (int i = 0; i < 30; i++) {
      rows.hour(USER, "meter", "METER", hour.minus(i, ChronoUnit.HOURS), 100 + i);
      rows.hour(USER, "plug", "PLUG", hour.minus(i, ChronoUnit.HOURS), 10);
    }
    rows.minute(USER, "meter", "METER", Instant.now().truncatedTo(ChronoUnit.MINUTES), 2);
    rows.day(USER, "meter", "METER", hour.truncatedTo(ChronoUnit.DAYS), 1_000);
    rows.alert(USER, "meter", "power-above-limit", "RAISED", hour, 1);
    rows.alert(USER, "meter", "voltage", "CLEARED", hour.minus(1, ChronoUnit.HOURS), 2);
  }

  @AfterAll
  void stop() {
    kit.close();
  }

  private HttpResponse<String> checked(String template, String path, String... headers)
      throws Exception {
    HttpResponse<String> answer = kit.send(kit.request(path, null, headers).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    description.check(new Operation("get", template), answer);
    return answer;
  }

  @Test
  void answersAreWhatTheDescriptionSays() throws Exception {
    String user = "/v1/users/" + USER;
    String span = "&from=" + hour.minus(5, ChronoUnit.HOURS) + "&to=" + hour;
    checked("/v1/users/{user}/total_energy_today", user + "/total_energy_today");
    checked("/v1/users/{user}/top_consuming_devices", user + "/top_consuming_devices?limit=3");
    checked("/v1/users/{user}/hourly_trends_last_24h", user + "/hourly_trends_last_24h");
    checked("/v1/users/{user}/device_status_summary", user + "/device_status_summary");
    checked("/v1/users/{user}/rollups", user + "/rollups?window=1h" + span);
    checked("/v1/users/{user}/reports/{period}", user + "/reports/monthly");
    checked(
        "/v1/devices/{device}/rollups", "/v1/devices/meter/rollups?window=1h&user=" + USER + span);
    checked(
        "/v1/devices/{device}/rollups",
        "/v1/devices/meter/rollups?window=1h&user=" + USER + span,
        "Accept",
        "text/csv");
    HttpResponse<String> open = checked("/v1/alerts", "/v1/alerts?state=open&user=" + USER);
    assertThat(AnalyticsKit.json(open).path("alerts")).hasSize(1);
    HttpResponse<String> all = checked("/v1/alerts", "/v1/alerts?user=" + USER);
    assertThat(AnalyticsKit.json(all).path("alerts")).hasSize(2);
    checked("/v1/views", "/v1/views");
  }

  @Test
  void theClientThatHasItGetsOnlyItsTag() throws Exception {
    HttpResponse<String> first = kit.get(SETTLED);
    String etag = first.headers().firstValue("etag").orElseThrow();
    assertThat(etag).startsWith("\"").endsWith("\"");
    assertThat(first.headers().firstValue("cache-control").orElseThrow())
        .contains("public", "s-maxage=", "max-age=", "stale-while-revalidate=");

    for (String sent : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
      HttpResponse<String> again =
          kit.send(kit.request(SETTLED, null, "If-None-Match", sent).build());
      assertThat(again.statusCode()).as(sent).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("etag")).contains(etag);
      assertThat(again.headers().firstValue("cache-status").orElseThrow()).contains("hit");
    }
    HttpResponse<String> other =
        kit.send(kit.request(SETTLED, null, "If-None-Match", "\"other\"").build());
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void aCorrectionIsSeenAtOnce() throws Exception {
    long user = USER + 1;
    String path = "/v1/users/" + user + "/hourly_trends_last_24h";
    Instant late = hour.minus(3, ChronoUnit.HOURS);
    rows.hour(user, "meter", "METER", late, 50);
    assertThat(kit.get(path).body()).contains("\"energy_wh\":50,");
    String other = "/v1/users/" + user + "/top_consuming_devices";
    kit.get(other);

    rows.hour(user, "meter", "METER", late, 61);
    assertThat(kit.get(path).headers().firstValue("cache-status").orElseThrow()).contains("hit");
    try (Evictor evictor = new Evictor(RedisAddress.parse(kit.redis().uri().toString()))) {
      evictor.evict(
          List.of(
              new Change(
                  "rollup_1h",
                  user,
                  "meter",
                  late.toEpochMilli(),
                  late.plus(1, ChronoUnit.HOURS).toEpochMilli())));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(kit.get(path).body()).contains("\"energy_wh\":61,"));
  }

  @Test
  void pagesFollowEachOther() throws Exception {
    String next =
        "/v1/devices/meter/rollups?window=1h&limit=7&user=%d&from=%s&to=%s"
            .formatted(USER, hour.minus(29, ChronoUnit.HOURS), hour.plus(1, ChronoUnit.HOURS));
    List<String> starts = new ArrayList<>();
    while (next != null) {
      HttpResponse<String> page = kit.get(next);
      JsonNode body = AnalyticsKit.json(page);
      body.path("rows").forEach(row -> starts.add(row.path("window_start").asText()));
      next = body.path("next").asText(null);
      if (next != null) {
        assertThat(page.headers().firstValue("link").orElseThrow())
            .isEqualTo("<" + next + ">; rel=\"next\"");
      }
    }
    assertThat(starts).hasSize(30).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void warmingLoadsWhatNobodyHasAskedFor() throws Exception {
    long user = USER + 2;
    rows.hour(user, "meter", "METER", hour, 5);
    HttpRequest warm =
        kit.request("/v1/users/" + user + "/warm", null)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = kit.send(warm);
    description.check(new Operation("post", "/v1/users/{user}/warm"), answer);
    assertThat(AnalyticsKit.json(answer).path("loaded").asInt()).isEqualTo(4);
    for (String question :
        List.of(
            "total_energy_today",
            "top_consuming_devices",
            "hourly_trends_last_24h",
            "device_status_summary")) {
      assertThat(
              kit.get("/v1/users/" + user + "/" + question)
                  .headers()
                  .firstValue("cache-status")
                  .orElseThrow())
          .as(question)
          .contains("hit");
    }
    assertThat(AnalyticsKit.json(kit.send(warm)).path("loaded").asInt()).isZero();
  }

  @Test
  void itTellsHowItIs() throws Exception {
    kit.get(TODAY);
    assertThat(kit.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(kit.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(kit.get("/metrics").body())
        .contains(
            "query_response_time_p95 ",
            "cache_hit_ratio ",
            "error_rate_percentage ",
            "wattflow_cache_answers_total{result=\"l1\"}",
            "wattflow_clickhouse_breaker{",
            "wattflow_analytics_request_seconds_bucket{route=\"total_energy_today\",status=\"200\"");
    assertThat(kit.get("/openapi.json").body()).contains("\"openapi\": \"3.1.0\"");
    assertThat(kit.get("/docs/").body()).contains("swagger-ui-bundle.js");
    assertThat(kit.get("/").body()).contains("<html");
  }
}
