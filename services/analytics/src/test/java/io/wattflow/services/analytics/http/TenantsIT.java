package io.wattflow.services.analytics.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.services.analytics.http.AnswerSchemas.Operation;
import io.wattflow.services.analytics.kit.AnalyticsKit;
import io.wattflow.services.analytics.kit.Rows;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tenants, and a token of each. The walk takes its endpoints from the description of the API,
 * so that none can be forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsIT {
  private static final long ANNA = 4_201;
  private static final long BEN = 4_202;
  private static final long NOBODY = 4_999;
  private static final String DEVICE = "annas-meter";

  /** Anna's energy. Not even an id in hexadecimal digits holds this text by chance. */
  private static final double SECRET = 77.7125;

  private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final String SPAN =
      "window=1h&from=" + HOUR.minus(1, ChronoUnit.HOURS) + "&to=" + HOUR.plus(1, ChronoUnit.HOURS);

  /** Query strings that make a request of each operation complete. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "/v1/users/{user}/rollups",
          "?" + SPAN,
          "/v1/devices/{device}/rollups",
          "?" + SPAN + "&user=%d",
          "/v1/alerts",
          "?user=%d",
          "/v1/alerts/stream",
          "?user=%d");

  /** Whose answers hold Anna's energy or device, so that their absence tells something. */
  private static final List<String> TELLING =
      List.of(
          "/v1/users/{user}/total_energy_today",
          "/v1/users/{user}/top_consuming_devices",
          "/v1/users/{user}/hourly_trends_last_24h",
          "/v1/users/{user}/device_status_summary",
          "/v1/users/{user}/rollups",
          "/v1/devices/{device}/rollups",
          "/v1/alerts",
          "/v1/query");

  private final AnswerSchemas description = AnswerSchemas.load();
  private AnalyticsKit kit;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kit = new AnalyticsKit(folder, false);
    Rows rows = kit.rows();
    rows.hour(ANNA, DEVICE, "METER", HOUR, SECRET);
    rows.day(ANNA, DEVICE, "METER", HOUR.truncatedTo(ChronoUnit.DAYS), SECRET);
    rows.hour(BEN, "bens-plug", "PLUG", HOUR, 5);
    rows.alert(ANNA, DEVICE, "power-above-limit", "RAISED", HOUR, 1);
  }

  @AfterAll
  void stop() {
    kit.close();
  }

  private HttpResponse<String> ask(Operation operation, long user, String device, long caller)
      throws Exception {
    String query = QUERIES.getOrDefault(operation.path(), "").formatted(user);
    String path =
        operation
            .path()
            .replace("{user}", Long.toString(user))
            .replace("{device}", device)
            .replace("{period}", "daily")
            .replace("{query}", "annas-query");
    HttpRequest.BodyPublisher body =
        operation.path().equals("/v1/query")
            ? HttpRequest.BodyPublishers.ofString(queryOf(user), UTF_8)
            : HttpRequest.BodyPublishers.noBody();
    return kit.send(
        kit.request(path + query, kit.token(caller), "Content-Type", "application/json")
            .method(operation.method().toUpperCase(java.util.Locale.ROOT), body)
            .build());
  }

  private static String queryOf(long user) {
    return """
        {"view": "energy_1h", "measures": [{"aggregate": "sum", "field": "energy_wh", "as": "wh"}],
         "dimensions": [{"field": "user_id"}],
         "filters": [{"field": "user_id", "operator": "eq", "values": [%d]}],
         "time_range": {"from": "%s", "to": "%s"}}
        """
        .formatted(user, HOUR.minus(1, ChronoUnit.HOURS), HOUR.plus(1, ChronoUnit.HOURS));
  }

  @Test
  void aForeignTokenLearnsNothingAnywhere() throws Exception {
    List<String> walked = new ArrayList<>();
    for (Operation operation : description.operations()) {
      if (operation.path().equals("/v1/views")) {
        continue; // tells of columns, the same to everybody
      }
      if (TELLING.contains(operation.path())) {
        assertThat(told(ask(operation, ANNA, DEVICE, ANNA))).as("%s", operation).isTrue();
      }
      HttpResponse<String> foreign = ask(operation, ANNA, DEVICE, BEN);
      assertThat(told(foreign)).as("%s: %s", operation, foreign.body()).isFalse();
      if (operation.path().equals("/v1/query")) {
        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(AnalyticsKit.json(foreign).path("rows")).isEmpty();
      } else {
        assertThat(foreign.statusCode()).as("%s", operation).isEqualTo(404);
        description.check(operation, foreign);
      }
      walked.add(operation.path());
    }
    assertThat(walked).hasSizeGreaterThanOrEqualTo(12);
  }

  /**
   * Whether an answer holds something of Anna's; an error repeats the device that was asked for.
   */
  private static boolean told(HttpResponse<String> answer) {
    return answer.statusCode() == 200
        && (answer.body().contains(Double.toString(SECRET)) || answer.body().contains(DEVICE));
  }

  @Test
  void somebodyElsesIsToldLikeWhatDoesNotExist() throws Exception {
    for (Operation operation : description.operations()) {
      if (!operation.path().contains("{user}") || !operation.method().equals("get")) {
        continue;
      }
      HttpResponse<String> foreign = ask(operation, ANNA, DEVICE, BEN);
      HttpResponse<String> unknown = ask(operation, NOBODY, DEVICE, NOBODY);
      assertThat(unknown.statusCode()).as("%s", operation).isEqualTo(404);
      assertThat(foreign.body().replace(Long.toString(ANNA), Long.toString(NOBODY)))
          .isEqualTo(unknown.body());
      assertThat(foreign.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    }
    Operation device = new Operation("get", "/v1/devices/{device}/rollups");
    assertThat(ask(device, ANNA, DEVICE, BEN).body())
        .isEqualTo(ask(device, BEN, DEVICE, BEN).body());
  }

  @Test
  void onesOwnIsSeen() throws Exception {
    HttpResponse<String> own = kit.get("/v1/users/" + ANNA + "/hourly_trends_last_24h", ANNA);
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.body()).contains(Double.toString(SECRET));
    HttpResponse<String> alerts = kit.get("/v1/alerts", ANNA);
    assertThat(alerts.body()).contains(DEVICE);
  }

  @Test
  void withoutATokenThereIsNothing() throws Exception {
    for (Operation operation : description.operations()) {
      String path =
          operation
              .path()
              .replace("{user}", Long.toString(ANNA))
              .replace("{device}", DEVICE)
              .replace("{period}", "daily")
              .replace("{query}", "annas-query");
      HttpResponse<String> refused =
          kit.send(
              kit.request(path, null)
                  .method(
                      operation.method().toUpperCase(java.util.Locale.ROOT),
                      HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(refused.statusCode()).as("%s", operation).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      description.check(operation, refused);
    }
  }
}
