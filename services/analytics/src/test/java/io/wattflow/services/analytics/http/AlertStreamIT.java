package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cache.AlertChannel;
import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.kit.AnalyticsKit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** Live alerts over a real connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertStreamIT {
  private static final long USER = 4_501;
  private static final long OTHER = 4_502;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private AnalyticsKit kit;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kit = new AnalyticsKit(folder, false);
    kit.rows().hour(USER, "meter", "METER", start.truncatedTo(ChronoUnit.HOURS), 1);
    kit.rows().alert(USER, "meter", "already-open", "RAISED", start, 1);
    kit.rows().alert(USER, "meter", "long-gone", "CLEARED", start, 2);
  }

  @AfterAll
  void stop() {
    kit.close();
  }

  /** Reads events on a thread of its own, so that a wait for one can end. */
  private final class Events implements AutoCloseable {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final InputStream body;

    Events(long caller) throws Exception {
      HttpResponse<InputStream> answer =
          HttpClient.newHttpClient()
              .send(
                  kit.request("/v1/alerts/stream", kit.token(caller)).build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
      body = answer.body();
      Thread reader = new Thread(this::read, "events");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
          } else if (line.startsWith("data: ")) {
            events.add(name + " " + line.substring("data: ".length()));
          }
        }
        events.add("end");
      } catch (IOException e) {
        events.add("end");
      }
    }

    /** The next event of a name; others are passed over. */
    String next(String name) throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (System.nanoTime() - deadline < 0) {
        String event = events.poll(SECOND.toMillis(), TimeUnit.MILLISECONDS);
        if (event != null && event.startsWith(name)) {
          return event;
        }
      }
      throw new AssertionError("no event " + name);
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private String alert(long user, String rule) {
    return """
        {"user_id":%d,"device_id":"meter","rule":"%s","severity":"CRITICAL","state":"RAISED",\
        "start":"%s","event_time":"%s","value":9000.0,"threshold":8000.0,"version":7}"""
        .formatted(user, rule, start, start);
  }

  private void publish(String message) {
    try (UnifiedJedis redis = RedisAddress.parse(kit.redis().uri().toString()).connect(1, SECOND)) {
      redis.publish(AlertChannel.NAME, message);
    }
  }

  @Test
  void aStreamBeginsWithWhatIsOpenAndGoesOnWithWhatComes() throws Exception {
    try (Events events = new Events(USER)) {
      assertThat(events.next("snapshot")).contains("already-open").doesNotContain("long-gone");
      publish(alert(OTHER, "not-mine"));
      publish("no json");
      publish(alert(USER, "mine"));
      String event = events.next("alert");
      assertThat(event)
          .contains("\"rule\":\"mine\"")
          .contains("\"id\":\"meter:mine:" + start.toEpochMilli() + "\"");
    }
  }

  @Test
  void aRestartOfRedisIsSaidAndMadeUpFor() throws Exception {
    try (Events events = new Events(USER)) {
      events.next("snapshot");
      kit.redis().kill();
      events.next("interrupted");
      kit.rows().alert(USER, "meter", "missed-meanwhile", "RAISED", start, 1);
      kit.redis().restart();
      assertThat(events.next("snapshot")).contains("missed-meanwhile");
      publish(alert(USER, "after-all"));
      assertThat(events.next("alert")).contains("after-all");
    }
  }

  @Test
  void whoLeavesIsForgotten() throws Exception {
    try (Events first = new Events(USER)) {
      first.next("snapshot");
      assertThat(kit.get("/metrics").body())
          .containsPattern("wattflow_analytics_alert_listeners [1-9]");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(kit.get("/metrics").body())
                    .containsPattern("wattflow_analytics_alert_listeners 0"));
  }
}
