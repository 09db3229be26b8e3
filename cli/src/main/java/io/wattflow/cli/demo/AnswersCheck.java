package io.wattflow.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.ExpectedRow;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.Series;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the analytics service answers over HTTP about the hours of devices, compared with the model
 * bit by bit.
 */
final class AnswersCheck {
  private static final String NAME = "analytics";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Asked over HTTP one by one: enough to see every kind of device. */
  private static final int SERIES = 100;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI service;
  private final int maxExamples;
  private final List<String> examples = new ArrayList<>();
  private long compared;
  private long missing;
  private long unexpected;
  private long differing;

  AnswersCheck(URI service, int maxExamples) {
    this.service = service;
    this.maxExamples = maxExamples;
  }

  /** Asks for the hours of the model's first series. */
  CheckResult check(NaiveModel model) throws IOException, InterruptedException {
    Map<Series, Map<Instant, ExpectedRow>> wanted = new LinkedHashMap<>();
    for (Iterator<ExpectedRow> rows = model.rows(RollupWindow.ONE_HOUR); rows.hasNext(); ) {
      ExpectedRow row = rows.next();
      if (wanted.containsKey(row.series()) || wanted.size() < SERIES) {
        wanted
            .computeIfAbsent(row.series(), series -> new LinkedHashMap<>())
            .put(Instant.ofEpochMilli(row.windowStartMillis()), row);
      }
    }
    for (Map.Entry<Series, Map<Instant, ExpectedRow>> series : wanted.entrySet()) {
      compare(series.getKey(), series.getValue());
    }
    return new CheckResult(NAME, compared, missing, unexpected, differing, examples);
  }

  private void compare(Series series, Map<Instant, ExpectedRow> wanted)
      throws IOException, InterruptedException {
    Instant from = wanted.keySet().stream().min(Instant::compareTo).orElseThrow();
    Instant to = wanted.keySet().stream().max(Instant::compareTo).orElseThrow().plus(HOUR);
    Map<Instant, ExpectedRow> left = new LinkedHashMap<>(wanted);
    String path =
        "/v1/devices/%s/rollups?user=%d&window=1h&from=%s&to=%s&limit=10000"
            .formatted(
                URLEncoder.encode(series.deviceId(), StandardCharsets.UTF_8).replace("+", "%20"),
                series.userId(),
                from,
                to);
    for (JsonNode row : get(path).path("rows")) {
      if (!row.path("device_type").asText().equals(series.deviceType())) {
        continue; // another series of the same device
      }
      Instant start = Instant.parse(row.path("window_start").asText());
      ExpectedRow expected = left.remove(start);
      if (expected == null) {
        unexpected++;
        example(series, start, "is not expected");
        continue;
      }
      compared++;
      if (row.path("energy_wh").asDouble() != expected.energyWh()
          || row.path("energy_estimated_wh").asDouble() != expected.energyEstimatedWh()
          || row.path("power_max").asDouble() != expected.powerMax()
          || row.path("reading_count").asLong() != expected.readingCount()) {
        differing++;
        example(series, start, "is " + row + ", expected " + expected);
      }
    }
    missing += left.size();
    left.keySet().forEach(start -> example(series, start, "is missing"));
  }

  private void example(Series series, Instant start, String what) {
    if (examples.size() < maxExamples) {
      examples.add(series + " at " + start + " " + what);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "analytics answers %d to %s: %s".formatted(answer.statusCode(), path, answer.body()));
    }
    return json.readTree(answer.body());
  }
}
