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

  /** Query strings that make a request of each operation complete. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "/v1/users/{user}/rollups",
          "?window=1h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z",
          "/v1/devices/{device}/rollups",
          "?window=1h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&user=%d",
          "/v1/alerts",
          "?user=%d",
          "/v1/alerts/stream",
          "?user=%d");

  private final AnswerSchemas description = AnswerSchemas.load();
  private AnalyticsKit kit;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kit = new AnalyticsKit(folder, false);
    Rows rows = kit.rows();
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    rows.hour(ANNA, DEVICE, "METER", hour, 777);
    rows.day(ANNA, DEVICE, "METER", hour.truncatedTo(ChronoUnit.DAYS), 777);
    rows.hour(BEN, "bens-plug", "PLUG", hour, 5);
    rows.alert(ANNA, DEVICE, "power-above-limit", "RAISED", hour, 1);
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
         "time_range": {"from": "2026-11-01T00:00:00Z", "to": "2027-11-01T00:00:00Z"}}
        """
        .formatted(user);
  }

  @Test
  void aForeignTokenLearnsNothingAnywhere() throws Exception {
    List<String> walked = new ArrayList<>();
    for (Operation operation : description.operations()) {
      if (operation.path().equals("/v1/views")) {
        continue; // tells of columns, the same to everybody
      }
      HttpResponse<String> foreign = ask(operation, ANNA, DEVICE, BEN);
      assertThat(foreign.body())
          .as("%s", operation)
          .doesNotContain("777")
          .doesNotContain(DEVICE + "\",");
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
    assertThat(own.body()).contains("777");
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
