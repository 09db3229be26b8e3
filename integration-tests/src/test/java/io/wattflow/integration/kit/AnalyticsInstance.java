package io.wattflow.integration.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.service.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** An analytics service of a scenario's tables, and a client of it. */
public final class AnalyticsInstance implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServiceProcess service;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * What was answered.
   *
   * @param tier that had it: L1, L2 or STORE
   */
  public record Answer(String body, String tier) {
    /** The rows of a CSV, without the names of its columns. */
    public List<String> rows() {
      return body.lines().skip(1).toList();
    }

    /** The value in a column of the only row of a CSV. */
    public String value(String column) {
      assertThat(rows()).as("rows of %s", body).hasSize(1);
      List<String> names = List.of(body.lines().findFirst().orElseThrow().split(",", -1));
      assertThat(names).contains(column);
      return rows().get(0).split(",", -1)[names.indexOf(column)];
    }
  }

  private AnalyticsInstance(ServiceProcess service) {
    this.service = service;
  }

  /** Starts one on a free port; anybody may ask. */
  public static AnalyticsInstance start(Scenario scenario, String name) {
    ServiceProcess service =
        ServiceProcess.analytics(
            0,
            WattflowExtension.HOME,
            List.of(
                "--auth=none",
                "--clickhouseUrl=" + scenario.platform().clickHouseUrl(),
                "--clickhouseDatabase=" + scenario.database(),
                "--redisUrl=" + scenario.platform().redisUri()),
            scenario.folder().resolve(name + ".log"));
    scenario.say("%s at %s", name, service.address());
    return new AnalyticsInstance(service);
  }

  /** Asks, and expects an answer. */
  public Answer ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(service.address() + path)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("status of %s: %s", path, answer.body()).isEqualTo(200);
    String status = answer.headers().firstValue("Cache-Status").orElseThrow();
    return new Answer(answer.body(), status.substring(status.indexOf("detail=") + 7));
  }

  @Override
  public void close() {
    service.close();
  }
}
