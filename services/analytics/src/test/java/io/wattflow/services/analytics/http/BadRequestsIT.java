package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattflow.services.analytics.kit.AnalyticsKit;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be served: 4xx, the field to blame, and what would be right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsIT {
  private static final long USER = 4_301;

  private AnalyticsKit kit;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kit = new AnalyticsKit(folder, false);
    kit.rows().hour(USER, "meter", "METER", Instant.now().truncatedTo(ChronoUnit.HOURS), 100);
  }

  @AfterAll
  void stop() {
    kit.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/users/abc/total_energy_today | user | whole number
          /v1/users/0/total_energy_today | user | above 0
          /v1/users/-1/total_energy_today | user | above 0
          /v1/users/9223372036854775808/total_energy_today | user | whole number
          /v1/users/042/total_energy_today | user | whole number
          /v1/users/4301/total_energy_today?time_zone=Mars/Olympus | time_zone | IANA
          /v1/users/4301/total_energy_today?timezone=UTC | timezone | time_zone
          /v1/users/4301/hourly_trends_last_24h?x=1 | x | no such parameter
          /v1/users/4301/top_consuming_devices?limit=0 | limit | from 1 to 100
          /v1/users/4301/top_consuming_devices?limit=101 | limit | from 1 to 100
          /v1/users/4301/top_consuming_devices?limit=ten | limit | whole number
          /v1/users/4301/top_consuming_devices?limit=1&limit=2 | limit | once
          /v1/users/4301/rollups?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z | window | 1m, 1h, 1d
          /v1/users/4301/rollups?window=5m&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z | window | 1m, 1h, 1d
          /v1/users/4301/rollups?window=1h&to=2026-11-02T00:00:00Z | from | missing
          /v1/users/4301/rollups?window=1h&from=2026-11-03T00:00:00Z&to=2026-11-02T00:00:00Z | to | after from
          /v1/users/4301/rollups?window=1h&from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z | to | after from
          /v1/users/4301/rollups?window=1h&from=yesterday&to=2026-11-02T00:00:00Z | from | no instant
          /v1/users/4301/rollups?window=1h&from=2026-11-01&to=2026-11-02T00:00:00Z | from | offset
          /v1/users/4301/rollups?window=1h&from=0001-01-01T00:00:00Z&to=2026-11-02T00:00:00Z | from | 1970
          /v1/users/4301/rollups?window=1h&from=2026-11-01T00:00:00Z&to=+999999999-12-31T23:59:59Z | to | 1970 and 2100
          /v1/users/4301/rollups?window=1m&from=2016-11-01T00:00:00Z&to=2026-11-01T00:00:00Z | window | window=1d
          /v1/devices/meter/rollups?window=1m&from=2016-11-01T00:00:00Z&to=2026-11-01T00:00:00Z | window | window=1h
          /v1/devices/meter/rollups?window=2h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z | window | 1m, 5m, 1h, 1d
          /v1/devices/meter/rollups?window=1h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&limit=10001 | limit | 10000
          /v1/devices/meter/rollups?window=1h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&cursor=x | cursor | answer before
          /v1/devices/meter/rollups?window=1h&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&format=xml | format | json, csv
          /v1/users/4301/reports/weekly | period | daily, monthly, yearly
          /v1/users/4301/reports/daily?from=2026-13-01 | from | no date
          /v1/users/4301/reports/daily?from=2026-02-01&to=2026-01-01 | to | before from
          /v1/alerts?state=closed | state | open, all
          /v1/alerts?severity=fatal | severity | info, warning, critical
          /v1/alerts?limit=0 | limit | from 1
          /v1/alerts?from=2026-11-03T00:00:00Z&to=2026-11-02T00:00:00Z | to | after from
          /v1/alerts?cursor=%ZZ | | decoded
          """)
  void theFieldIsNamed(String path, String field, String rule) throws Exception {
    String escaped = path.replace("%ZZ", "%25ZZ");
    HttpResponse<String> answer = kit.get(field == null ? escaped : path, USER);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = AnalyticsKit.json(answer);
    if (field != null) {
      assertThat(problem.path("field").asText()).isEqualTo(field);
      assertThat(problem.path("detail").asText()).startsWith(field + ": ").contains(rule);
    }
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
  }

  @Test
  void headersAreBounded() throws Exception {
    String flood = "X-Flood: " + "a".repeat(1_000) + "\r\n";
    String answer = raw("GET /v1/alerts HTTP/1.1\r\nHost: x\r\n" + flood.repeat(40) + "\r\n");
    assertThat(answer).containsPattern("^HTTP/1\\.[01] 431").contains("application/problem+json");

    String line = raw("GET /" + "a".repeat(8_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(line).containsPattern("^HTTP/1\\.[01] 4").contains("application/problem+json");
    assertThat(kit.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void tokensThatAreNoneAreRefused() throws Exception {
    for (String authorization :
        new String[] {
          "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "x".repeat(9_000)
        }) {
      HttpResponse<String> answer =
          kit.send(
              kit.request("/v1/users/" + USER + "/total_energy_today", null)
                  .header("Authorization", authorization)
                  .build());
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("Exception");
    }
  }

  @Test
  void unknownPathsAndMethodsAreTold() throws Exception {
    assertThat(kit.get("/v1/nothing", USER).statusCode()).isEqualTo(404);
    HttpResponse<String> put =
        kit.send(
            kit.request("/v1/query", kit.token(USER))
                .PUT(java.net.http.HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).contains("POST");
  }

  /** Random paths and parameters: whatever they are, the service answers and no trace shows. */
  @Test
  void nothingMakesItStumble() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String alphabet = "aZ09-_./?&=%+:;,'\"<>(){}[]|\\^~ \u00e9\u4e16";
    for (int i = 0; i < 300; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = java.net.URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
      String path =
          switch (random.nextInt(5)) {
            case 0 -> "/v1/users/" + text + "/total_energy_today";
            case 1 -> "/v1/users/" + USER + "/rollups?window=1h&from=" + text + "&to=" + text;
            case 2 ->
                "/v1/devices/"
                    + text
                    + "/rollups?window=1h"
                    + "&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z";
            case 3 -> "/v1/alerts?cursor=" + text;
            default -> "/v1/users/" + USER + "/reports/daily?device=" + text;
          };
      HttpResponse<String> answer = kit.get(path, USER);
      assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isIn(200, 400, 404);
      assertThat(answer.body()).doesNotContain("Exception").doesNotContain("SQL");
    }
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", kit.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[4_096];
      int read = socket.getInputStream().read(buffer);
      if (read > 0) {
        answer.write(buffer, 0, read);
      }
      return answer.toString(StandardCharsets.US_ASCII);
    }
  }
}
